import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { usage } from "../../render/arguments";

// The command as it is run, with no environment: neither a cluster nor credentials can be found.
jest.setTimeout(120_000);

const root = join(__dirname, "../..");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "render-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function render(args: readonly string[], cwd = root, project = root) {
  const main = join(project, "render/main.ts");
  const command = ["--require", require.resolve("tsx/cjs"), main, ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd,
    env: {},
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  return { status, stdout, stderr };
}

test("two renders of one tree are equal, and show neither a password nor a digest", () => {
  const first = render([]);
  expect(first).toMatchObject({ status: 0, stderr: "" });
  expect(first.stdout).toMatch(/image: localhost:30500\/payment-provider:[0-9a-f]{16}\n/);
  expect(first.stdout).toContain("stringData:\n  password: (secret)\n  pgpass: (secret)\n");
  expect(first.stdout).not.toMatch(/[0-9a-f]{64}|@sha256:[0-9a-f]/);
  expect(render([])).toEqual(first);
});

test("writes the files of the stack that is asked for", () => {
  const out = join(folder, "out");
  expect(render(["--stack", "eks", "--out", out])).toMatchObject({
    status: 0,
    stdout: "",
    stderr: expect.stringMatching(/^render: wrote \d+ files to /) as unknown,
  });
  const role = readFileSync(join(out, "people/team-viewers/aws-role-team-viewers.yaml"), "utf8");
  expect(role).toContain("\ntype: aws:iam/role:Role\nname: team-viewers\ninputs:\n");
});

test("says how it is used", () => {
  expect(render(["--help"])).toEqual({ status: 0, stdout: `${usage}\n`, stderr: "" });
});

describe("a clear line, and exit code 2, for", () => {
  const refused = (stderr: string) => ({ status: 2, stdout: "", stderr });

  test("an unknown argument", () => {
    expect(render(["--json"])).toEqual(refused(`render: unknown argument "--json"; ${usage}\n`));
  });

  test("a stack file with faults, in the program's own words", () => {
    const config = { "sre-challenge:cluster": "minikube" };
    writeFileSync(join(folder, "Pulumi.faulty.yaml"), JSON.stringify({ config }));
    const { status, stdout, stderr } = render(["--stack", "faulty"], folder);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.split("\n").slice(0, 2)).toEqual([
      "render: Pulumi.faulty.yaml has faults; nothing was changed:",
      '  cluster: "minikube" is not valid; expected an object of context, podCidrs, issuer',
    ]);
  });

  test("a folder that cannot be written", () => {
    const out = "/dev/null/out";
    expect(render(["--out", out]).stderr).toMatch(
      new RegExp(`^render: --out "${out}": .*; expected a folder to write to\n$`),
    );
  });
});

describe("a program that fails while it runs ends with exit code 2 and nothing on stdout:", () => {
  beforeAll(() => {
    for (const part of ["render", "command-line"]) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    writeFileSync(join(folder, "Pulumi.dev.yaml"), "config: {}\n");
  });

  function renderProgram(lines: readonly string[]) {
    const imports = [
      'import * as pulumi from "@pulumi/pulumi";',
      'import { core } from "@pulumi/kubernetes";',
    ];
    writeFileSync(join(folder, "index.ts"), [...imports, ...lines].join("\n"));
    return render([], folder, folder);
  }

  const made = (name: string) =>
    `new core.v1.Namespace(String(Math.random()), { metadata: { name: ${name} } });`;

  test("an output that throws", () => {
    const thrown = 'pulumi.output("").apply((): string => { throw new Error("thrown"); })';
    const { status, stdout, stderr } = renderProgram([made('"n"'), made(thrown)]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain("thrown");
  });

  test("an output that never gets its value", () => {
    const never = "pulumi.output(new Promise<string>(() => undefined))";
    expect(renderProgram([`export const never = ${never};`, made('"n"')])).toMatchObject({
      status: 2,
      stdout: "",
    });
  });
});
