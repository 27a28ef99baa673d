import { objectCounts } from "../../components/team-namespace/object-counts";
import { configMap } from "./guardrails/manifests";
import { caller, create, getJson, member, refusalOf } from "./guardrails/people";
import { kubectl } from "./kubectl";

// One team does not fill the store that both share. The objects are empty: a quota counts.
jest.setTimeout(120_000);

const label = "quota-test";
const made = (name: string, namespace: string) => {
  const object = configMap(name, namespace);
  return { ...object, metadata: { ...object.metadata, labels: { [label]: "none" } } };
};

test("the cluster counts what the program says", async () => {
  const { items } = (await getJson("resourcequotas", "--namespace=payments")) as {
    items: { status: { hard: Record<string, string>; used: Record<string, string> } }[];
  };
  const counted = Object.entries(objectCounts).map(([resource, count]): [string, string] => [
    `count/${resource}`,
    String(count),
  ]);
  expect(items.map(({ status }) => status.hard)).toEqual([
    expect.objectContaining(Object.fromEntries(counted)),
  ]);
  expect(Object.keys(items[0]?.status.used ?? {})).toEqual(
    expect.arrayContaining(counted.map(([resource]) => resource)),
  );
});

describe("a team that makes ConfigMaps until it may not", () => {
  afterAll(() => kubectl(["delete", "configmaps", "--namespace=payments", `--selector=${label}`]));

  test("is refused by its quota, and the other team is not", async () => {
    const names = Array.from({ length: objectCounts.configmaps ?? 0 }, (_, i) => `${label}-${i}`);
    const refusals: string[] = [];
    for (const name of names) {
      const { args, ...attempt } = create(member, made(name, "payments"));
      const forReal = args.filter((argument) => argument !== "--dry-run=server");
      refusals.push(await refusalOf({ ...attempt, args: forReal }));
    }
    expect(refusals[0]).toBe("");
    expect(refusals.at(-1)).toMatch(/exceeded quota: .*count\/configmaps=1/);
    const other = create(caller, made(label, "invoices"));
    expect(await refusalOf(other)).toBe("");
  });
});
