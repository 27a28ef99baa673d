import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The clone whose cluster this is. */
export const root = join(__dirname, "../..");

/** What a program said and how it ended. */
export interface Said {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The folder of the credentials that `setup.sh --login` and `--break-glass` write. */
export const people = join(root, ".state/people");

export function setup(...args: readonly string[]): Said {
  return spawnSync("bash", [join(root, "setup.sh"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
}

/** Runs kubectl as a person does who has that kubeconfig, a PATH, and nothing else. */
export function kubectlWith(kubeconfig: string, ...args: readonly string[]): Said {
  return spawnSync("kubectl", ["--request-timeout=30s", ...args], {
    env: { PATH: process.env.PATH, HOME: "/nonexistent", KUBECONFIG: kubeconfig },
    encoding: "utf8",
  });
}
