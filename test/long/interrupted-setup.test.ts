import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expectHealed, isRunning, killedWhileItCreates } from "../cluster/killed-setup";
import { root } from "../cluster/node";
import { SetupRun } from "../cluster/setup-run";
import { paidState, type StackState } from "../cluster/stack-state";

jest.setTimeout(600_000);

describe("after a kill -9 of setup.sh alone the next one ends green, with what was there before:", () => {
  let before: StackState;
  beforeAll(async () => {
    before = await paidState();
  });

  test("while it builds a program, which it builds again", async () => {
    const name = "pulumi-language-nodejs";
    // Linked beside Pulumi, and built in a folder of its own.
    const linked = readlinkSync(join(root, ".state/bin", name));
    const programs = join(dirname(linked), "..");
    const folder = readdirSync(programs).find((one) => one.startsWith(`${name}-`)) ?? "";
    const program = join(programs, folder, name);
    const checksum = readFileSync(`${program}.sha256`, "utf8");
    rmSync(linked);
    rmSync(program);
    const run = new SetupRun();
    const what = `building ${name} from its Go module`;
    const build = await run.doing(what, "program_build");
    await run.kill();
    expect(isRunning(build)).toBe(true);

    expect(await expectHealed(before)).toContain(`ending what still runs: ${what}`);
    // The same sources give the same program.
    expect(readFileSync(`${program}.sha256`, "utf8")).toBe(checksum);
  });

  test("during pulumi up, which goes on alone", async () => {
    const update = await killedWhileItCreates();
    expect(isRunning(update)).toBe(true);

    expect(await expectHealed(before)).toContain("ending what still runs: pulumi up");
  });
});
