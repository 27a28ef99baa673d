import { setTimeout as sleep } from "node:timers/promises";
import type { Verdict } from "../../verify/judge";
import { openProof, type Proof } from "../../verify/proof";
import { kubectl } from "./kubectl";
import { ofDatabases, ofServices } from "./mutations";
import { findPolicy, type Policy, type PolicySpec, restore } from "./policies";

type Faults = Record<Exclude<Verdict, "right">, readonly string[]>;

/** How long a node may take until it does what a policy says, in ms. */
const applied = 20_000;

jest.setTimeout(120_000);

let proof: Proof;
beforeAll(async () => {
  proof = await openProof(new AbortController().signal, jest.fn());
});
afterAll(() => proof.close());

/** What is found, as soon as it is what is expected, or else at the last. */
async function faults(expected: Faults): Promise<Faults> {
  const deadline = Date.now() + applied;
  for (;;) {
    const cells = await proof.judge();
    const ids = (wanted: Verdict) =>
      cells.flatMap(({ id, verdict }) => (verdict === wanted ? [id] : [])).sort();
    const found = { wrong: ids("wrong"), unproven: ids("unproven") };
    if (JSON.stringify(found) === JSON.stringify(expected) || Date.now() > deadline) return found;
    await sleep(500);
  }
}

async function expectFaults({ wrong, unproven }: Faults): Promise<void> {
  const expected = { wrong: [...wrong].sort(), unproven: [...unproven].sort() };
  expect(await faults(expected)).toEqual(expected);
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
    await expectFaults({
      wrong: changes.flatMap(({ wrong }) => wrong),
      unproven: changes.flatMap(({ unproven }) => unproven),
    });
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
  await expectFaults({ wrong: [], unproven: [] });
});
