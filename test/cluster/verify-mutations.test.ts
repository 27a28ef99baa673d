import { kubectl } from "./kubectl";
import { ofDatabases, ofServices } from "./mutations";
import { findPolicy, type Policy, type PolicySpec, restore } from "./policies";
import { faults } from "./verify-faults";

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
