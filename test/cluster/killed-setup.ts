import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl";
import { root } from "./node";
import { runSetup, SetupRun } from "./setup-run";
import { type StackState, stackState } from "./stack-state";

const checkpoint = join(root, ".state/pulumi-backend/.pulumi/stacks/sre-challenge/dev.json");

/** Whether any process of the group lives. */
export function isRunning(group: number): boolean {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
}

/** Kills setup.sh during `pulumi up`. @returns pulumi's process group, which goes on */
export async function killedWhileItCreates(): Promise<number> {
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

/** Runs setup.sh, which ends green, with what was there before. @returns what it printed */
export async function expectHealed(before: StackState): Promise<string> {
  const { status, stdout } = runSetup();
  expect(stdout).toMatch(
    /verify: (\d+) cells, \1 right, 0 wrong;( \d+ right across nodes;)? drift: none/,
  );
  expect(status).toBe(0);
  expect(await stackState()).toEqual(before);
  return stdout;
}
