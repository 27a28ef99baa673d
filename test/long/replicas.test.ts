import { spawn } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { untilScaled } from "../cluster/autoscaled";
import { Deployer } from "../cluster/deployer";
import { drift, found } from "../cluster/drift/run";
import { root } from "../cluster/node";

// From autoscaling to a fixed number and back: no pod is lost that both ask for, and none stays.
jest.setTimeout(600_000);

/** Longer than an autoscaler takes to look twice, in ms. */
const looks = 35_000;

const folder = mkdtempSync(join(tmpdir(), "replicas-"));
const file = join(folder, "Pulumi.dev.yaml");
const stackFile = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
const seen = join(folder, "seen");

let deployer: Deployer;
let stopWatching: () => void;

beforeAll(async () => {
  deployer = new Deployer("replicas-test");
  await untilScaled();
  // It writes to a file, since this process waits for each `pulumi up`.
  const output = openSync(seen, "w");
  const watching = spawn(
    "kubectl",
    [
      "--context=sre-challenge",
      "--namespace=payments",
      "get",
      "deployment/payment-provider",
      "--watch",
      '--output=jsonpath={.status.readyReplicas}{"\\n"}',
    ],
    { stdio: ["ignore", output, "inherit"] },
  );
  closeSync(output);
  stopWatching = () => watching.kill();
});
afterAll(async () => {
  await deployer.up(); // whatever became of the test
  stopWatching();
  await untilScaled();
  deployer.leave();
  rmSync(folder, { recursive: true });
});

/** How many pods were ready so far, one entry for each change of the Deployment. */
function readySoFar(): number[] {
  const lines = readFileSync(seen, "utf8").split("\n").slice(0, -1);
  return lines.map(Number); // a line is empty if none was
}

/** Deploys other numbers. @returns how many pods were ready meanwhile, the last one in the end. */
async function deploy(scale: string): Promise<number[]> {
  const before = readySoFar().length;
  const written = /(paymentProvider:\n)( +)autoscaling:\n(?:\2 +.*\n)+/;
  expect(stackFile).toMatch(written);
  writeFileSync(file, stackFile.replace(written, `$1$2${scale}\n`));
  await deployer.up("--config-file", file);
  await sleep(looks);
  return readySoFar().slice(before - 1);
}

const autoscaled = "autoscaling: { minReplicas: 3, maxReplicas: 6, cpuMillicores: 35 }";

test.each([
  ["replicas: 2", 2, 2],
  [autoscaled, 2, 3],
  ["replicas: 5", 3, 5],
])("%s: never fewer than %d pods, and %d in the end", async (scale, fewest, atLast) => {
  const ready = await deploy(scale);
  expect(Math.min(...ready)).toBeGreaterThanOrEqual(fewest);
  expect(ready.at(-1)).toBe(atLast);
  const run = drift();
  expect({ found: found(run), status: run.status }).toEqual({ found: [], status: 0 });
});
