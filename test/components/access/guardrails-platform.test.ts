import { guardrails } from "./guardrails";

// Each guardrail of what belongs to the platform, whole.

interface Spec {
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly { readonly expression: string }[];
}

const specOf = (name: string) =>
  guardrails.find((one) => one.name === `sre-challenge-${name}`)?.spec as Spec | undefined;
const expressionsOf = (name: string) => specOf(name)?.validations.map((one) => one.expression);

test("the platform's own are those with its label, its database's name or its owner, then and now", () => {
  const isPlatforms = (object: string) =>
    `${object}.metadata.?labels[?'app.kubernetes.io/managed-by'].orValue('') == 'pulumi' || ` +
    `${object}.metadata.?name.orValue('').startsWith(request.namespace + '-database') || ` +
    `${object}.metadata.?ownerReferences.orValue([])` +
    ".exists(owner, owner.name.startsWith(request.namespace + '-database'))";
  expect(expressionsOf("platform-objects")).toEqual([
    `oldObject == null || !(${isPlatforms("oldObject")})`,
    `object == null || !(${isPlatforms("object")})`,
  ]);
});

test("an autoscaler has no part in the database", () => {
  expect(expressionsOf("autoscalers")).toEqual([
    "!object.spec.scaleTargetRef.name.startsWith(request.namespace + '-database')",
  ]);
});

test("a StatefulSet makes no claim that is called like the database's, and no copy", () => {
  expect(specOf("claims")).toMatchObject({
    variables: [
      { name: "templates", expression: "object.spec.?volumeClaimTemplates.orValue([])" },
      {
        name: "taken",
        expression:
          "variables.templates.map(one, one.metadata.name + '-' + object.metadata.?name.orValue(''))" +
          ".filter(name, name.contains(request.namespace + '-database'))",
      },
    ],
    validations: [
      { expression: "size(variables.taken) == 0" },
      {
        expression:
          "variables.templates.all(one, !has(one.spec.dataSource) && !has(one.spec.dataSourceRef))",
      },
    ],
  });
});

test.each(["pods", "workloads", "cronjobs"])("%s: neither does a volume of a pod", (name) => {
  expect(expressionsOf(name)).toContain(
    "variables.volumes.all(one, (!has(one.ephemeral) || " +
      "!(object.metadata.?name.orValue('') + '-' + one.name).contains(request.namespace + '-database')" +
      " && !one.ephemeral.?volumeClaimTemplate.?spec.?dataSource.hasValue()" +
      " && !one.ephemeral.?volumeClaimTemplate.?spec.?dataSourceRef.hasValue()))",
  );
});

test.each(["pods", "workloads", "cronjobs"])(
  "%s: an emptyDir has a bound, or is as it was",
  (name) => {
    const limit = "quantity(one.emptyDir.?sizeLimit.orValue('0'))";
    expect(expressionsOf(name)).toContain(
      "variables.volumes.all(one, !has(one.emptyDir) || " +
        `(${limit}.isGreaterThan(quantity('0')) && !${limit}.isGreaterThan(quantity('64Mi'))) || ` +
        "variables.volumesBefore.exists(old, old == one))",
    );
  },
);

test("a pod keeps its labels and its owner, and may get more labels", () => {
  expect(expressionsOf("pods")?.slice(-2)).toEqual([
    "size(variables.lostLabels) == 0",
    "variables.owners == variables.ownersBefore",
  ]);
  expect(specOf("pods")?.variables).toContainEqual({
    name: "lostLabels",
    expression:
      "variables.labelsBefore.filter(key, " +
      "!(key in variables.labels) || variables.labels[key] != variables.labelsBefore[key])",
  });
});
