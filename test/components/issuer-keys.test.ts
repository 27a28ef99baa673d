import { IssuerKeys, TeamNamespace } from "../../components";
import { record, type Registered } from "./recorder";

describe("IssuerKeys", () => {
  let registered: readonly Registered[];
  const one = (key: string) => registered.find((resource) => resource.key === key);
  const ofKind = (kind: string) => registered.filter(({ inputs }) => inputs.kind === kind);

  beforeAll(async () => {
    ({ registered } = await record(() => {
      const homes = ["payments", "invoices"].map(
        (team, i) => new TeamNamespace(team, { team, user: 20001 + i }),
      );
      const args = { image: "issuer-keys:0123", issuer: "https://issuer.example" };
      return new IssuerKeys("issuer-keys", { in: homes, ...args }).issuer;
    }));
  });

  test("has copied before it is ready, and goes on", () => {
    const env = [
      { name: "KEYS_ISSUER", value: "https://issuer.example" },
      { name: "KEYS_NAMESPACES", value: "payments,invoices" },
      { name: "KEYS_CONFIG_MAP", value: "issuer-keys" },
    ];
    expect(one("kubernetes:apps/v1:Deployment::issuer-keys")?.inputs).toMatchObject({
      spec: {
        template: {
          spec: {
            initContainers: [{ args: ["once"], env }],
            containers: [{ args: ["forever"], env }],
          },
        },
      },
    });
  });

  test("may patch that ConfigMap in each namespace, and do nothing else", () => {
    const own = [{ kind: "ServiceAccount", name: "issuer-keys", namespace: "issuer-keys" }];
    for (const team of ["payments", "invoices"]) {
      expect(
        one(`kubernetes:rbac.authorization.k8s.io/v1:Role::issuer-keys-${team}`),
      ).toMatchObject({
        inputs: {
          metadata: { namespace: team },
          rules: [{ resources: ["configmaps"], resourceNames: ["issuer-keys"], verbs: ["patch"] }],
        },
      });
    }
    const bound = ofKind("RoleBinding").filter(
      ({ inputs }) => JSON.stringify(inputs.subjects) === JSON.stringify(own),
    );
    expect(bound.map(({ name }) => name)).toEqual(["issuer-keys-payments", "issuer-keys-invoices"]);
  });

  test("runs where no team may do anything", () => {
    const there = registered.filter(
      ({ inputs }) =>
        (inputs.metadata as { namespace?: string } | undefined)?.namespace === "issuer-keys",
    );
    const groups = there.flatMap(({ inputs }) => (inputs.subjects ?? []) as { name: string }[]);
    expect(groups.map(({ name }) => name)).toEqual(["team:platform"]);
  });
});

test("a namespace that it brings no keys to has none", async () => {
  const program = () => {
    const [home, other] = ["payments", "invoices"].map(
      (team, i) => new TeamNamespace(team, { team, user: 20001 + i }),
    );
    const args = { image: "issuer-keys:0123", issuer: "https://issuer.example" };
    if (home === undefined || other === undefined) throw new Error("two are made");
    return new IssuerKeys("issuer-keys", { in: [home], ...args }).configMapIn(other);
  };
  await expect(record(program)).rejects.toThrow(/issuer-keys: has no keys in invoices; add /);
});
