import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "./node";

interface Cell {
  readonly id: string;
  readonly verdict: "right" | "wrong" | "unproven";
}

const run = promisify(execFile);

/** What `npm run verify` finds wrong and unproven. */
export async function faults(): Promise<{ wrong: string[]; unproven: string[] }> {
  const asked = run(process.execPath, ["--require", "tsx/cjs", "verify/main.ts", "--json"], {
    cwd: root,
    maxBuffer: 2 ** 24,
  });
  const ended = asked.catch((error: unknown) => error as { stdout: string; stderr: string });
  const { stdout, stderr } = await ended;
  if (stdout === "") {
    throw new Error(stderr);
  }
  const { cells } = JSON.parse(stdout) as { cells: Cell[] };
  const ids = (wanted: Cell["verdict"]) =>
    cells.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
  return { wrong: ids("wrong"), unproven: ids("unproven") };
}
