import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { kubectl } from "./kubectl";
import { ofDatabases, ofServices } from "./mutations";
import { root } from "./node";
import { findPolicy, type Policy, type PolicySpec, restore } from "./policies";

interface Cell {
  readonly id: string;
  readonly verdict: "right" | "wrong" | "unproven";
}

const run = promisify(execFile);

/** What `npm run verify` finds wrong and unproven. */
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

/** A wall between the services and one around a database change together: no cell is about both. */
const tables = [Object.entries(ofServices), Object.entries(ofDatabases)];
const rounds = Array.from({ length: Math.max(...tables.map((table) => table.length)) }, (_, i) => {
  const chosen = tables.flatMap((table) => table.slice(i, i + 1));
  const name = chosen.map(([what]) => what).join("; ");
  return { name, changes: chosen.map(([, change]) => change) };
});

test.each(rounds)("$name", async ({ changes }) => {
  const find = () =>
    Promise.all(
      changes.map(async (change) => ({ ...change, original: await findPolicy(...change.policy) })),
    );
  const specs = async () => (await find()).map(({ original }) => JSON.stringify(original.spec));
  const found = await find();
  const before = await specs();
  try {
    for (const { policy, original, change } of found) {
      await alter(original, policy[0], change(original.spec));
    }
    const { wrong, unproven } = await faults();
    expect(wrong.sort()).toEqual(changes.flatMap((change) => change.wrong).sort());
    expect(unproven.sort()).toEqual(changes.flatMap((change) => change.unproven).sort());
  } finally {
    for (const { original } of found) await restore(original);
  }
  expect(await specs()).toEqual(before);
});

async function alter(policy: Policy, namespace: string, spec?: PolicySpec): Promise<void> {
  if (spec === undefined) {
    await kubectl(["delete", "networkpolicy", "-n", namespace, policy.metadata.name]);
  } else {
    await kubectl(["replace", "-f", "-"], { ...policy, spec });
  }
}

test("with every policy back in its place, all is right", async () => {
  expect(await faults()).toEqual({ wrong: [], unproven: [] });
});
