import { spawnSync } from "node:child_process";
import type { Drift } from "../../../drift/drift";
import { nameText } from "../../../drift/cluster-object";
import { root } from "../node";

/** What `npm run drift` said, and how it ended. */
export interface Run {
  readonly status: number | null;
  readonly stderr: string;
  readonly drift: Drift;
}

export function drift(...args: readonly string[]): Run {
  const { status, stdout, stderr } = runDrift(["--json", ...args]);
  if (stdout === "") throw new Error(stderr);
  return { status, stderr, drift: JSON.parse(stdout) as Drift };
}

/** As a person runs it, with another environment if need be. */
export function runDrift(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync("node", ["--require", "tsx/cjs", "drift/main.ts", ...args], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** `OBJECT FIELD` for each field, `OBJECT KIND` for what has none. */
export function found({ drift: { findings } }: Run): string[] {
  return findings
    .flatMap(({ object, kind, fields }) => {
      const name = nameText(object);
      return fields.length === 0
        ? [`${name} ${kind}`]
        : fields.map(({ field }) => `${name} ${kind === "remade" ? kind : field}`);
    })
    .sort();
}
