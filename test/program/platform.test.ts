import type { PolicyRule } from "../../components/access/rules";
import type { Registered } from "../components/recorder";
import { runProgram, stackConfig } from "./run-program";

interface Granting {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules: readonly PolicyRule[];
}

interface Request {
  readonly apiGroup: string;
  readonly resource: string;
  /** Empty for one of any name. */
  readonly name: string;
  readonly verb: string;
}

const plurals: Readonly<Record<string, string>> = {
  NetworkPolicy: "networkpolicies",
  ValidatingAdmissionPolicy: "validatingadmissionpolicies",
};
const pluralOf = (kind: string) => plurals[kind] ?? `${kind.toLowerCase()}s`;

describe.each(["dev", "eks"] as const)("the platform's role on the stack %s", (stack) => {
  let registered: readonly Registered[];
  let platform: Granting;

  const may = ({ apiGroup, resource, name, verb }: Request) =>
    platform.rules.some(
      ({ apiGroups, resources, resourceNames, verbs }) =>
        apiGroups.includes(apiGroup) &&
        resources.includes(resource) &&
        verbs.includes(verb) &&
        (resourceNames === undefined || resourceNames.includes(name)),
    );
  const refused = (requests: readonly Request[]) => requests.filter((request) => !may(request));

  beforeAll(async () => {
    ({ registered } = await runProgram(stackConfig(stack)));
    const role = registered.find(({ inputs }) => inputs.kind === "ClusterRole");
    platform = role?.inputs as unknown as Granting;
  });

  test("suffices to make, change and remove all that the program registers", () => {
    const objects = registered.filter(({ type }) => type.startsWith("kubernetes:"));
    const requests = objects.flatMap(({ type, inputs }): Request[] => {
      const [, group = "", kind = ""] = /^kubernetes:([^/]+)\/\w+:(\w+)$/.exec(type) ?? [];
      const { name = "" } = (inputs.metadata ?? {}) as { name?: string };
      const apiGroup = group === "core" ? "" : group;
      return ["get", "create", "patch", "delete"].map((verb) => ({
        apiGroup,
        resource: pluralOf(kind),
        name,
        verb,
      }));
    });
    expect(requests.length).toBeGreaterThan(100);
    expect(refused(requests)).toEqual([]);
  });

  test("holds all that the program's roles grant, as RBAC asks of who makes them", () => {
    const roles = registered.filter(({ inputs }) => /^(Cluster)?Role$/.test(String(inputs.kind)));
    const grants = roles.flatMap(({ inputs }) =>
      (inputs as unknown as Granting).rules.flatMap(
        ({ apiGroups, resources, resourceNames, verbs }) =>
          apiGroups.flatMap((apiGroup) =>
            resources.flatMap((resource) =>
              verbs.flatMap((verb) =>
                (resourceNames ?? [""]).map((name) => ({ apiGroup, resource, name, verb })),
              ),
            ),
          ),
      ),
    );
    expect(roles).toHaveLength(7);
    expect(refused(grants)).toEqual([]);
  });

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
  expect(guards).toHaveLength(6);
  expect(bindings).toHaveLength(6);
  for (const { dependencies } of bindings) {
    expect(dependencies).toEqual(expect.arrayContaining(guards.map(({ key }) => key)));
  }
});
