import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { kubectl } from "./kubectl";
import { mutations } from "./mutations";
import { root } from "./node";
import { findPolicy, restore } from "./policies";

interface Cell {
  readonly id: string;
  readonly verdict: "right" | "wrong" | "unproven";
}

const run = promisify(execFile);

/** What `npm run verify` finds wrong and unproven, in its own order. */
async function faults(): Promise<{ wrong: string[]; unproven: string[] }> {
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

jest.setTimeout(180_000);

test.each(Object.entries(mutations))("%s", async (_, mutation) => {
  const [namespace, prefix] = mutation.policy;
  const original = await findPolicy(namespace, prefix);
  const spec = mutation.change(original.spec);
  try {
    if (spec === undefined) {
      await kubectl(["delete", "networkpolicy", "-n", namespace, original.metadata.name]);
    } else {
      await kubectl(["replace", "-f", "-"], { ...original, spec });
    }
    expect(await faults()).toEqual({ wrong: mutation.wrong, unproven: mutation.unproven });
  } finally {
    await restore(original);
  }
  const restored = await findPolicy(namespace, prefix);
  expect(JSON.stringify(restored.spec)).toBe(JSON.stringify(original.spec));
});

test("with every policy back in its place, all is right", async () => {
  expect(await faults()).toEqual({ wrong: [], unproven: [] });
});
