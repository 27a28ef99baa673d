import { spawnSync } from "node:child_process";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** Whose daemon is chosen where `docker info` answers as `answers` says, and what DOCKER_HOST is then. */
function chosen(source: string, answers: string): string {
  const script = `
    ROOT=$1 STATE=/nowhere SOURCE=$2
    unset DOCKER_HOST
    docker_answers() { ${answers}; }
    source "$ROOT/toolchain/docker/daemon.sh"
    daemon_choose
    if daemon_is_ours; then echo "ours \${DOCKER_HOST}"; else echo "the user's \${DOCKER_HOST:-}"; fi`;
  const args = ["-euo", "pipefail", "-c", script, "bash", root, source];
  return spawnSync("bash", args, { encoding: "utf8" }).stdout.trim();
}

const ours = "ours unix:///run/sre-challenge/docker.sock";

test.each([
  ["release", "false", "the user's"],
  ["modules", "true", "the user's"],
  ["modules", "false", ours],
])("with %s, where Docker answers: %s", (source, answers, expected) => {
  expect(chosen(source, answers)).toBe(expected);
});

test.each([
  ["is this clone's and answers", "/", "true", ""],
  ["is this clone's and does not answer", "/", "false", "started"],
  ["has data that are not there", "/nowhere", "true", "started"],
])("a daemon that %s", (_, state, answers, expected) => {
  const script = `
    ROOT=$1 STATE=$2 SOURCE=modules
    docker_answers() { false; }
    source "$ROOT/toolchain/docker/daemon.sh"
    DAEMON_DATA=$STATE
    daemon_choose
    daemon_lives() { :; }
    docker() { ${answers}; }
    run_logged() { echo started; }
    daemon_up`;
  const args = ["-euo", "pipefail", "-c", script, "bash", root, state];
  expect(spawnSync("bash", args, { encoding: "utf8" }).stdout.trim()).toBe(expected);
});

test("a daemon that another clone left at the same socket does not count as the user's", () => {
  expect(chosen("modules", "[[ -n ${DOCKER_HOST:-} ]]")).toBe(ours);
});
