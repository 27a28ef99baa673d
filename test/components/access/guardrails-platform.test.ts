import { guardrails } from "./guardrails";

// Each guardrail of what belongs to the platform, whole.

interface Spec {
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string }[];
}

const specOf = (name: string) =>
  guardrails.find((one) => one.name === `sre-challenge-${name}`)?.spec as Spec | undefined;
const expressionsOf = (name: string) => specOf(name)?.validations.map((one) => one.expression);

test("a Job is the platform's by its label, its database's name or its owner, then and now", () => {
  const isPlatforms = (object: string) =>
    `${object}.metadata.?labels[?'app.kubernetes.io/managed-by'].orValue('') == 'pulumi' || ` +
    `${object}.metadata.name.startsWith(request.namespace + '-database') || ` +
    `${object}.metadata.?ownerReferences.orValue([])` +
    ".exists(owner, owner.name.startsWith(request.namespace + '-database'))";
  expect(expressionsOf("jobs")?.slice(0, 2)).toEqual([
    `oldObject == null || !(${isPlatforms("oldObject")})`,
    `object == null || !(${isPlatforms("object")})`,
  ]);
});

test("what is made in an emergency ends within an hour, whatever becomes of its maker", () => {
  expect(expressionsOf("jobs")?.slice(2)).toEqual([
    "object == null || object.spec.?activeDeadlineSeconds.orValue(3601) <= 3600",
    "object == null || object.spec.?ttlSecondsAfterFinished.orValue(3601) <= 3600",
    "object == null || object.spec.template.spec.?activeDeadlineSeconds.orValue(3601) <= 3600",
    "object == null || !object.spec.?suspend.orValue(false)",
    "object == null || !has(object.spec.managedBy)",
    "object == null || !object.spec.?manualSelector.orValue(false)",
  ]);
});

test("no pod but those of StatefulSets and Jobs is given the database owner's password, by any field", () => {
  const named = (list: string, path: string) =>
    `${list}.exists(it, it.${path}.orValue('') == request.namespace + '-database' + '-owner')`;
  const volumes = "object.spec.?volumes.orValue([])";
  const containers = "(object.spec.containers + object.spec.?initContainers.orValue([]))";
  expect(specOf("database-owner")).toMatchObject({
    variables: [
      {
        name: "hasPassword",
        expression: [
          named(volumes, "?secret.?secretName"),
          `${volumes}.exists(one, ${named("one.?projected.?sources.orValue([])", "?secret.?name")})`,
          `${containers}.exists(one, ${named("one.?env.orValue([])", "?valueFrom.?secretKeyRef.?name")})`,
          `${containers}.exists(one, ${named("one.?envFrom.orValue([])", "?secretRef.?name")})`,
        ].join(" || "),
      },
      {
        name: "isPlatforms",
        expression:
          "object.metadata.?ownerReferences.orValue([]).exists(owner, " +
          "owner.?controller.orValue(false) && (owner.kind == 'StatefulSet' || owner.kind == 'Job'))",
      },
    ],
    validations: [{ expression: "!variables.hasPassword || variables.isPlatforms" }],
  });
});

test("a Service takes no address but its own", () => {
  expect(expressionsOf("services")).toEqual(["size(object.spec.?externalIPs.orValue([])) == 0"]);
});

test("no volume brings a claim", () => {
  expect(expressionsOf("workloads")).toContainEqual(
    expect.stringMatching(/ && !has\(one\.ephemeral\)\)$/),
  );
});

test("what a team makes has no owner and nothing that keeps it, but those that it had", () => {
  expect(specOf("lifetimes")).toMatchObject({
    variables: [
      { name: "owners", expression: "object.metadata.?ownerReferences.orValue([])" },
      {
        name: "ownersBefore",
        expression:
          "request.operation == 'UPDATE' ? oldObject.metadata.?ownerReferences.orValue([]) : []",
      },
      { name: "finalizers", expression: "object.metadata.?finalizers.orValue([])" },
      {
        name: "finalizersBefore",
        expression:
          "request.operation == 'UPDATE' ? oldObject.metadata.?finalizers.orValue([]) : []",
      },
    ],
    validations: [
      { expression: "variables.owners == variables.ownersBefore" },
      { expression: "variables.finalizers == variables.finalizersBefore" },
    ],
  });
  expect(expressionsOf("workloads")).toContain(
    "size(object.spec.template.?metadata.?finalizers.orValue([])) == 0",
  );
});

test("a pod runs as the user that its namespace's label says, and so do its containers", () => {
  const { variables } = specOf("workloads") ?? { variables: [] };
  expect(variables.find(({ name }) => name === "ownUser")?.expression).toBe(
    "int(namespaceObject.metadata.?labels[?'run-as-user'].orValue('0'))",
  );
  expect(expressionsOf("workloads")).toEqual(
    expect.arrayContaining([
      "variables.user == variables.ownUser || variables.user == variables.userBefore",
      "variables.containers.all(one, one.?securityContext.?runAsUser.orValue(variables.user) == variables.user)",
    ]),
  );
  expect(expressionsOf("pods")).toContain(
    "object.spec.?ephemeralContainers.orValue([]).all(one, one.?securityContext.?runAsUser.orValue(0) == 0)",
  );
});

test("an end is no longer than a minute", () => {
  expect(expressionsOf("workloads")).toContain(
    "variables.grace <= 60 || variables.grace == variables.graceBefore",
  );
});

test("no other pod is kept off a node", () => {
  expect(expressionsOf("workloads")).toContain(
    "size(variables.apart) == 0 || variables.apart == variables.apartBefore",
  );
});

test("an emptyDir has a bound, or is as it was", () => {
  const limit = "quantity(one.emptyDir.?sizeLimit.orValue('0'))";
  expect(expressionsOf("workloads")).toContain(
    "variables.volumes.all(one, !has(one.emptyDir) || " +
      `(${limit}.isGreaterThan(quantity('0')) && !${limit}.isGreaterThan(quantity('64Mi'))) || ` +
      "variables.volumesBefore.exists(old, old == one))",
  );
});
