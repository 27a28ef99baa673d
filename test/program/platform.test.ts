import { Authorizer } from "../../rbac/authorizer";
import { person } from "../../rbac/identity";
import { keysNamespace } from "../../components/issuer-keys/copier";
import { guardrails } from "../components/access/guardrails";
import type { Registered } from "../components/recorder";
import { rbacOf } from "./rbac";
import { runProgram, stackConfig } from "./run-program";

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: "networkpolicies",
  ValidatingAdmissionPolicy: "validatingadmissionpolicies",
};
interface Metadata {
  readonly name?: string;
  readonly namespace?: string;
}

const pluralOf = (kind: string) => plurals[kind] ?? `${kind.toLowerCase()}s`;
const platform = person("team:platform:alice", ["team:platform"]);

describe.each(["dev", "eks"] as const)("the platform's rights on the stack %s", (stack) => {
  let registered: readonly Registered[];

  beforeAll(async () => {
    ({ registered } = await runProgram(stackConfig(stack)));
  });

  /** The kinds of the objects that it may not do this to. */
  const refused = (verb: string) => {
    const authorizer = new Authorizer(rbacOf(registered));
    const kinds = registered.flatMap(({ type, inputs }) => {
      const [, api = "", kind = ""] = /^kubernetes:([^/]+)\/\w+:(\w+)$/.exec(type) ?? [];
      if (kind === "") return [];
      const { name = "", namespace = "" } = (inputs.metadata ?? {}) as Metadata;
      // Whoever writes there says who is who.
      if (namespace === keysNamespace && verb !== "get") return [];
      const resource = {
        group: api === "core" ? "" : api,
        plural: pluralOf(kind),
        subresource: "",
        // Of what it makes the API server knows no name yet.
        name: verb === "create" ? "" : name,
      };
      return authorizer.allows(platform, { verb, resource, namespace }) ? [] : [kind];
    });
    return [...new Set(kinds)].sort();
  };

  test("suffice to look at all that the program registers", () => {
    expect(refused("get")).toEqual([]);
  });

  test.each(["create", "patch", "delete"])(
    "suffice to %s all but what is an administrator's",
    (verb) => {
      // With the database to which it belongs.
      const hasDatabase = registered.some(({ inputs }) => inputs.kind === "StatefulSet");
      const others = verb === "delete" && hasDatabase ? ["Secret"] : [];
      const administrators = [
        "ClusterRole",
        "ClusterRoleBinding",
        "Namespace",
        "Role",
        "RoleBinding",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
      ];
      expect(refused(verb)).toEqual([...administrators, ...others].sort());
    },
  );

  test("no role names a wildcard or a verb that hands out rights", () => {
    const text = JSON.stringify(
      registered
        .filter(({ inputs }) => /^(Cluster)?Role$/.test(String(inputs.kind)))
        .map(({ inputs }) => inputs.rules),
    );
    expect(text).not.toMatch(/"\*"|bind"|escalate|impersonate|approve|nonResourceURLs/);
    expect(text).not.toMatch(/\/(token|proxy|approval|finalizers)"/);
  });
});

test("nobody gets rights before the guardrails stand", async () => {
  const { registered } = await runProgram(stackConfig("dev"));
  const binding = "ValidatingAdmissionPolicyBinding";
  const guards = registered.filter(({ type }) => type.endsWith(`:${binding}`));
  const bindings = registered.filter(({ type }) => type.endsWith(":RoleBinding"));
  expect(guards.map(({ name }) => name).sort()).toEqual(guardrails.map(({ name }) => name).sort());
  expect(bindings).not.toEqual([]);
  for (const { dependencies } of bindings) {
    expect(dependencies).toEqual(expect.arrayContaining(guards.map(({ key }) => key)));
  }
});
