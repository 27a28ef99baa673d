import * as fs from "node:fs";
import * as path from "node:path";
import { equip } from "../fakes";
import { Sandbox, type Result } from "../sandbox";
import { bashLacks, programsAbsent, programsLack } from "./lacks";
import { becomeMac } from "./mac";
import { refused } from "./refusal";

// A Mac needs nobody to play it.
const onLinux = process.platform === "linux" ? describe : describe.skip;

let machine: Sandbox;
beforeAll(() => {
  machine = new Sandbox();
  equip(machine);
  becomeMac(machine, {});
});
afterAll(() => {
  machine.remove();
});

onLinux("a script of setup.sh that uses", () => {
  /** Runs setup.sh with the line in a script that it reads. */
  async function runWith(line: string): Promise<Result> {
    const file = path.join(machine.clone, "toolchain/shell/wait.sh");
    const script = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, `${script}\nexample() {\n${line}\n}\nexample\n`);
    try {
      return await machine.run(["--check"]);
    } finally {
      fs.writeFileSync(file, script);
    }
  }

  test.each(bashLacks)("$what", async ({ what, example }) => {
    const { code, stderr } = await runWith(example);
    expect(code).toBe(64);
    expect(stderr).toContain(`bash 3.2: ${what}`);
  });

  test.each(programsLack)("$what ($program)", async ({ what, example }) => {
    const { code, stderr } = await runWith(example);
    expect(code).toBe(64);
    expect(stderr).toContain(`: ${what}`);
  });

  test("an empty array", async () => {
    const { code, stderr } = await runWith('local flags=(); echo "${flags[@]}"');
    expect(code).toBe(64);
    expect(stderr).toContain("bash 3.2: the empty array flags");
  });

  test("what it lacks, and hides what comes of it", async () => {
    await runWith("date -d yesterday 2>/dev/null || true");
    expect(refused(machine).at(-1)).toContain("date -d yesterday");
  });

  test.each(programsAbsent.split(" "))("%s, which is not there", async (program) => {
    const { code, stderr } = await runWith(`${program} --version`);
    expect(code).toBe(127);
    expect(stderr).toContain(`${program}: command not found`);
  });
});
