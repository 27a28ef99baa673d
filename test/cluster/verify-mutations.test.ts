import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { JudgedCell } from "../../verify/traffic/judge";
import type { Verdict } from "../../verify/verdict";
import { isOfTwoTeams } from "../two-teams";
import { kubectl } from "./kubectl";
import { ofDatabases, ofServices } from "./mutations";
import { root } from "./node";
import { findPolicy, type Policy, type PolicySpec, restore } from "./policies";

type Faults = Record<Exclude<Verdict, "right">, readonly string[]>;

/** How long a node may take until it does what a policy says, in ms. */
const applied = 20_000;

jest.setTimeout(120_000);

/** Its pods stay while policies change; jest itself cannot import what asks the cluster. */
let proof: ChildProcessWithoutNullStreams;
let answers: AsyncIterator<string, undefined>;
beforeAll(() => {
  const script = ["--require", "tsx/cjs", "test/cluster/proof-on-demand.ts"];
  proof = spawn(process.execPath, script, { cwd: root });
  proof.stderr.resume();
  answers = createInterface({ input: proof.stdout })[Symbol.asyncIterator]();
});
afterAll(async () => {
  proof.stdin.end();
  expect(await once(proof, "exit")).toEqual([0, null]);
});

async function judge(): Promise<readonly JudgedCell[]> {
  proof.stdin.write("\n");
  const answer = await answers.next();
  if (answer.done === true) throw new Error("the proof ended: npm run verify says why");
  return JSON.parse(answer.value) as JudgedCell[];
}

type Chosen = (cell: string) => boolean;

/** What is found of the chosen cells, as soon as it is what is expected, or else at the last. */
async function faults(expected: Faults, chosen: Chosen): Promise<Faults> {
  const deadline = Date.now() + applied;
  for (;;) {
    const cells = await judge();
    const ids = (wanted: Verdict) =>
      cells.flatMap(({ id, verdict }) => (verdict === wanted && chosen(id) ? [id] : [])).sort();
    const found = { wrong: ids("wrong"), unproven: ids("unproven") };
    if (JSON.stringify(found) === JSON.stringify(expected) || Date.now() > deadline) return found;
    await sleep(500);
  }
}

async function expectFaults({ wrong, unproven }: Faults, chosen: Chosen): Promise<void> {
  const expected = { wrong: [...wrong].sort(), unproven: [...unproven].sort() };
  expect(await faults(expected, chosen)).toEqual(expected);
}

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
    const wrong = changes.flatMap((change) => change.wrong);
    const unproven = changes.flatMap((change) => change.unproven);
    await expectFaults({ wrong, unproven }, isOfTwoTeams);
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
  await expectFaults({ wrong: [], unproven: [] }, () => true);
});
