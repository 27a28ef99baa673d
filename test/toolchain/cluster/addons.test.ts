import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Enables the addon on a cluster on which the first `failures` calls of Minikube fail. */
function enable(
  failures: number,
  source = "release",
): { status: number | null; calls: string[]; stderr: string } {
  const script = `
    ROOT=$1 SOURCE=$2 failures=$3 calls=$4
    addon_image() { echo "ours/$1:key"; }
    sleep() { SECONDS=$((SECONDS + 5)); }
    minikube_run() {
      echo "$*" >>"$calls"
      (($(wc -l <"$calls") > failures)) || { echo "list paused: runc: no such file or directory" >&2; return 11; }
    }
    source "$1/toolchain/shell/wait.sh"
    source "$1/toolchain/cluster/addons.sh"
    addon_enable metrics-server MetricsServer`;
  const folder = mkdtempSync(path.join(tmpdir(), "addons-"));
  try {
    const calls = path.join(folder, "calls");
    const { status, stderr } = spawnSync(
      "bash",
      ["-euo", "pipefail", "-c", script, "bash", root, source, String(failures), calls],
      { encoding: "utf8" },
    );
    const called = readFileSync(calls, "utf8").matchAll(/^addons enable (.+)/gm);
    return { status, calls: [...called].map(([, addon = ""]) => addon), stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("an addon is enabled once", () => {
  expect(enable(0)).toEqual({ status: 0, calls: ["metrics-server"], stderr: "" });
});

test("where nothing can be pulled, its image is ours", () => {
  expect(enable(0, "modules").calls).toEqual([
    "metrics-server --images=MetricsServer=ours/metrics-server:key --registries=MetricsServer=localhost",
  ]);
});

test("an addon is enabled again where a container ended while Minikube listed them", () => {
  const { status, calls } = enable(1);
  expect(status).toBe(0);
  expect(calls).toEqual(["metrics-server", "metrics-server"]);
});

test("what fails each time is given up, with Minikube's own words and status", () => {
  const { status, calls, stderr } = enable(1000);
  expect(status).toBe(11);
  expect(calls).toEqual(Array(4).fill("metrics-server"));
  expect(stderr).toContain("list paused: runc");
});
