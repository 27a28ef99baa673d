import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { auditEvents, auditLines, type AuditEvent } from "./audit";
import { kubectlWith, people, setup } from "./people";
import { kubectl } from "./kubectl";

jest.setTimeout(60_000);

// Log times are of whole seconds.
const justNow = (): Date => new Date(Date.now() - 1000);
const mark = (): string => `audit-${randomBytes(8).toString("hex")}`;

/** Lets the API server take an object and forget it: the request is on record all the same. */
async function tryOut(object: object): Promise<void> {
  await kubectl(["create", "--dry-run=server", "--filename=-"], object);
}

const creationOf =
  (resource: string) =>
  ({ verb, objectRef }: AuditEvent): boolean =>
    verb === "create" && objectRef?.resource === resource && objectRef.namespace === "payments";

test("a denied try stands in the log under the person's name", async () => {
  const username = "team:invoices:audit-test";
  expect(setup("--login", "invoices", "--as", "audit-test").status).toBe(0);
  const since = justNow();
  const kubeconfig = join(people, "audit-test@invoices.kubeconfig");
  expect(kubectlWith(kubeconfig, "get", "pods", "--namespace=payments").status).toBe(1);
  expect(kubectlWith(kubeconfig, "get", "pods").status).toBe(0);

  const tries = await auditEvents(since, ({ user }) => user.username === username);
  const decisions = tries.map(({ verb, objectRef, annotations }) => ({
    namespace: objectRef?.namespace,
    resource: objectRef?.resource,
    verb,
    decision: annotations?.["authorization.k8s.io/decision"],
  }));
  const pods = decisions.filter(({ resource }) => resource === "pods");
  expect(pods).toContainEqual(
    expect.objectContaining({ namespace: "payments", decision: "forbid" }),
  );
  expect(pods).toContainEqual({
    namespace: "invoices",
    resource: "pods",
    verb: "list",
    decision: "allow",
  });
  setup("--logout", "invoices");
});

test.each([
  ["Secret", "secrets"],
  ["ConfigMap", "configmaps"],
])("a %s is on record, and nothing of what it holds", async (kind, resource) => {
  const since = justNow();
  const marker = mark();
  const held = kind === "Secret" ? { stringData: { marker } } : { data: { marker } };
  await tryOut({
    apiVersion: "v1",
    kind,
    metadata: { name: mark(), namespace: "payments" },
    ...held,
  });

  const found = await auditEvents(since, creationOf(resource));
  expect(found.map(({ level }) => level)).toContain("Metadata");
  const log = (await auditLines(since)).join("\n");
  expect(log).not.toContain(marker);
  expect(log).not.toContain(Buffer.from(marker).toString("base64"));
});

test.each([
  [
    "rolebindings",
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "RoleBinding",
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
    },
  ],
  [
    "networkpolicies",
    { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", spec: { podSelector: {} } },
  ],
])("a change of %s is on record with what was asked for", async (resource, object) => {
  const since = justNow();
  const metadata = { name: mark(), namespace: "payments" };
  await tryOut({ ...object, metadata });

  const found = await auditEvents(since, creationOf(resource));
  expect(found.map(({ requestObject }) => requestObject)).toContainEqual(
    expect.objectContaining({
      kind: object.kind,
      metadata: expect.objectContaining(metadata) as object,
    }),
  );
});
