import type { ApiAnswer, ApiRequest } from "../../cluster/api-client";
import { Inventory } from "../../drift/inventory";
import { teamMade } from "../../drift/team-made";
import { clusterWide, object, programOf } from "./objects";

const program = programOf(
  clusterWide("Namespace", "payments"),
  object("RoleBinding", "team", { subjects: [{ kind: "Group", name: "team:payments" }] }),
  object("RoleBinding", "viewer", { subjects: [{ kind: "Group", name: "team:viewers" }] }),
  object("RoleBinding", "platform", { subjects: [{ kind: "Group", name: "team:platform" }] }),
  clusterWide("ClusterRoleBinding", "p", { subjects: [{ kind: "Group", name: "team:platform" }] }),
);
const kind = { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true };
const inventory = new Inventory([kind], []);
const own = object("ConfigMap", "own", { metadata: { resourceVersion: "1" }, data: { a: "1" } });

function cluster(answer: (group: string) => ApiAnswer) {
  const asked: ApiRequest[] = [];
  const ask = (request: ApiRequest) => {
    asked.push(request);
    return Promise.resolve(answer(request.headers?.["impersonate-group"] ?? ""));
  };
  return { asked, client: { ask } };
}

test("what one of the team may make is the team's; that it is there is no matter", async () => {
  const { asked, client } = cluster(() => ({ status: 409, body: {} }));
  expect(await teamMade(own, { client, inventory, program })).toBe("the team keeps ConfigMaps");
  expect(asked).toEqual([
    {
      method: "POST",
      path: "/api/v1/namespaces/payments/configmaps?dryRun=All",
      body: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "own", namespace: "payments" },
        data: { a: "1" },
      },
      headers: { "impersonate-user": "team:payments:drift", "impersonate-group": "team:payments" },
    },
  ]);
});

test.each([
  ["the quota", 'configmaps "own" is forbidden: exceeded quota: q, requested: a=1', true],
  ["a guardrail that quotes it", 'configmaps "own" is forbidden: no: exceeded quota: q', false],
])("what only %s refuses", async (_, message, isTeams) => {
  const { client } = cluster(() => ({ status: 403, body: { message } }));
  const reason = await teamMade(own, { client, inventory, program });
  expect(reason).toBe(isTeams ? "the team keeps ConfigMaps" : undefined);
});

test("what a guardrail or RBAC refuses to all of them is not", async () => {
  const { asked, client } = cluster(() => ({ status: 403, body: { message: "denied" } }));
  expect(await teamMade(own, { client, inventory, program })).toBeUndefined();
  const groups = asked.map(({ headers }) => headers?.["impersonate-group"]);
  expect(groups).toEqual(["team:payments", "team:viewers"]);
});

test.each([
  ["of a kind that is the platform's", object("Service", "s")],
  ["elsewhere", object("ConfigMap", "c", { metadata: { namespace: "default" } })],
])("nobody is asked about what is %s", async (_, it) => {
  const { asked, client } = cluster(() => ({ status: 409, body: {} }));
  expect(await teamMade(it, { client, inventory, program })).toBeUndefined();
  expect(asked).toEqual([]);
});

test.each([
  ["a Deployment whose pods Pod Security lets run", "exceeded quota", "the team deploys"],
  ["one whose pods it refuses", 'violates PodSecurity "restricted:latest"', undefined],
])("%s", async (_, message, expected) => {
  const served = ["Deployment", "Pod"].map((it) => ({ ...kind, kind: it, plural: it }));
  const template = { metadata: { labels: { app: "a" } }, spec: { containers: [] } };
  const deployment = object("Deployment", "d", { spec: { template } });
  const { asked, client } = cluster((group) =>
    group === "" ? { status: 403, body: { message } } : { status: 409, body: {} },
  );
  const scene = { client, inventory: new Inventory(served, []), program };
  expect(await teamMade(deployment, scene)).toBe(expected);
  expect(asked.at(-1)?.body).toEqual({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { labels: { app: "a" }, generateName: "drift-" },
    spec: { containers: [] },
  });
});

test("who may not ask in another's name cannot look", async () => {
  const message = 'User "x" cannot impersonate resource "users"';
  const { client } = cluster(() => ({ status: 403, body: { message } }));
  await expect(teamMade(own, { client, inventory, program })).rejects.toThrow(message);
});
