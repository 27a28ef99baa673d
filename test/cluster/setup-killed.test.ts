import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl";
import { docker, node, root } from "./node";
import { drift } from "./preview";
import { runSetup, SetupRun } from "./setup-run";
import { paidState, type StackState, stackState } from "./stack-state";

jest.setTimeout(600_000);

const checkpoint = join(root, ".state/pulumi-backend/.pulumi/stacks/sre-challenge/dev.json");

function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** The processes of this clone's Kubernetes provider, which outlive an engine that is killed. */
function plugins(): string[] {
  const all = execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" }).split("\n");
  return all.filter((args) => args.startsWith(join(root, ".state/pulumi-home/plugins")));
}

describe("setup.sh, killed with -9,", () => {
  let before: StackState;
  beforeAll(async () => {
    before = await paidState();
  });

  /** The next run ends green and with what was there before. */
  async function expectHealed(): Promise<string> {
    const { status, stdout } = runSetup();
    expect(stdout).toMatch(/verify: (\d+) cells, \1 right, 0 wrong; drift: none/);
    expect(status).toBe(0);
    expect(await stackState()).toEqual(before);
    return stdout;
  }

  test("while it builds a program", async () => {
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

    expect(await expectHealed()).toContain(`ending what still runs: ${what}`);
    // The same sources give the same program.
    expect(readFileSync(`${program}.sha256`, "utf8")).toBe(checksum);
  });

  test("during minikube start", async () => {
    docker("kill", node);
    const run = new SetupRun();
    const start = await run.doing("starting Minikube", "Preparing Kubernetes");
    await run.kill();
    expect(isRunning(start)).toBe(true);

    expect(await expectHealed()).toContain("ending what still runs: starting Minikube");
  });

  test("during pulumi up, which goes on alone", async () => {
    const update = await killedWhileItCreates();
    expect(isRunning(update)).toBe(true);

    expect(await expectHealed()).toContain("ending what still runs: pulumi up");
  });

  test("during pulumi up, and pulumi with it", async () => {
    const update = await killedWhileItCreates();
    process.kill(-update, "SIGKILL");

    expect(plugins()).not.toEqual([]);
    expect(await expectHealed()).toContain("looking at what an interrupted update left");
    expect(plugins()).toEqual([]);
    expect(await drift()).toEqual([]);
  });

  async function killedWhileItCreates(): Promise<number> {
    await kubectl(["delete", "deployment/payment-provider", "--namespace=payments"]);
    const run = new SetupRun();
    const update = await run.doing(
      "pulumi up",
      "kubernetes:apps/v1:Deployment payment-provider creating",
    );
    // Pulumi says what it does before it has written it down.
    while (isRunning(update) && !readFileSync(checkpoint, "utf8").includes('"pending_operations"'))
      await sleep(20);
    await run.kill();
    return update;
  }
});
