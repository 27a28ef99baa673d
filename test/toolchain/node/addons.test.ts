import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Enables the addons on a node on which the first `failures` calls of Minikube fail. */
function enable(failures: number): { status: number | null; calls: string[]; stderr: string } {
  const script = `
    ROOT=$1 failures=$2
    program_key() { echo key; }
    wait_for() { "\${@:2}"; }
    service_address_answers() { :; }
    sleep() { :; }
    machine_exec() {
      echo "$*"
      ((failures-- <= 0)) || { echo "list paused: runc: no such file or directory" >&2; return 11; }
    }
    source "$1/toolchain/node/addons.sh"
    addons_enable`;
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["-euo", "pipefail", "-c", script, "bash", root, String(failures)],
    { encoding: "utf8" },
  );
  const calls = [...stdout.matchAll(/^minikube addons enable (\S+)/gm)];
  return { status, calls: calls.map(([, addon = ""]) => addon), stderr };
}

const addons = ["default-storageclass", "metrics-server", "storage-provisioner"];

test("each addon is enabled once", () => {
  expect(enable(0)).toEqual({ status: 0, calls: addons, stderr: "" });
});

test("an addon is enabled again where a container ended while Minikube listed them", () => {
  const { status, calls } = enable(1);
  expect(status).toBe(0);
  expect(calls).toEqual(["default-storageclass", ...addons]);
});

test("what fails each time is given up, with Minikube's own words and status", () => {
  const { status, calls, stderr } = enable(Number.MAX_SAFE_INTEGER);
  expect(status).toBe(11);
  expect(calls).toEqual(Array(5).fill("default-storageclass"));
  expect(stderr).toContain("list paused: runc");
});
