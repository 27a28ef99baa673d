import { guardrails } from "./guardrails";
import { bindingSpec } from "../../../components/access/guardrails/guardrail";
import { configMapGuardrail } from "../../../components/access/guardrails/config-maps";
import { tokenGuardrail } from "../../../components/access/guardrails/tokens";

// Whether the expressions compile and what they refuse, only an API server knows: test/cluster.

interface Spec {
  readonly failurePolicy: string;
  readonly matchConstraints: {
    readonly namespaceSelector?: object;
    readonly resourceRules: readonly {
      readonly apiGroups: readonly string[];
      readonly resources: readonly string[];
      readonly operations: readonly string[];
    }[];
  };
  readonly matchConditions: readonly { readonly expression: string }[];
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly {
    readonly expression: string;
    readonly messageExpression: string;
    readonly reason: string;
  }[];
}

const specs = guardrails.map(({ name, spec }) => [name, spec as Spec] as const);

test("what they are asked of, group by group", () => {
  const requests = specs.map(([name, { matchConstraints }]) => [
    name,
    matchConstraints.resourceRules.flatMap(({ apiGroups, resources, operations }) =>
      resources.map((resource) => `${operations.join("+")} ${apiGroups.join()}/${resource}`),
    ),
  ]);
  const change = "CREATE+UPDATE";
  expect(Object.fromEntries(requests)).toEqual({
    "sre-challenge-pods": ["UPDATE /pods/ephemeralcontainers"],
    "sre-challenge-workloads": [
      `${change} apps/daemonsets`,
      `${change} apps/deployments`,
      `${change} apps/replicasets`,
      `${change} apps/statefulsets`,
      `${change} batch/jobs`,
      `${change} /replicationcontrollers`,
    ],
    "sre-challenge-jobs": [`${change}+DELETE batch/jobs`],
    "sre-challenge-lifetimes": [
      `${change} /configmaps`,
      `${change} /secrets`,
      `${change} apps/deployments`,
      `${change} batch/jobs`,
    ],
    "sre-challenge-secrets": [`${change} /secrets`],
    "sre-challenge-configmaps": [`${change}+DELETE /configmaps`],
    "sre-challenge-tokens": [`${change} /secrets`],
    "sre-challenge-services": [`${change} /services`],
    "sre-challenge-database-owner": ["CREATE /pods"],
    "sre-challenge-network-policies": [`${change} networking.k8s.io/networkpolicies`],
    "sre-challenge-priorities": ["CREATE /pods"],
  });
});

test.each(specs)("%s: what cannot be computed is refused, with the remedy", (_, spec) => {
  expect(spec.failurePolicy).toBe("Fail");
  expect(spec.validations.length).toBeGreaterThan(0);
  for (const { messageExpression, reason } of spec.validations) {
    expect(messageExpression).toMatch(/; [a-z]+ /);
    expect(reason).toBe("Forbidden");
  }
});

test.each(specs)("%s: every variable is made before it is used, and used", (_, spec) => {
  const uses = (text: string) => [...text.matchAll(/variables\.(\w+)/g)].map(([, name]) => name);
  const made = spec.variables.map(({ name }) => name);
  spec.variables.forEach(({ expression }, i) => {
    expect(made.slice(0, i)).toEqual(expect.arrayContaining(uses(expression)));
  });
  const used = [
    ...spec.variables.flatMap(({ expression }) => uses(expression)),
    ...spec.validations.flatMap((one) => uses(one.expression + one.messageExpression)),
  ];
  expect(new Set(used)).toEqual(new Set(made));
});

test.each(specs)("%s: texts and brackets are closed", (_, spec) => {
  const expressions = [
    ...[...spec.matchConditions, ...spec.variables, ...spec.validations].map(
      (one) => one.expression,
    ),
    ...spec.validations.map((one) => one.messageExpression),
  ];
  for (const expression of expressions) {
    const rest = expression.replace(/'(\\.|[^'\\])*'/g, "");
    expect(rest).not.toMatch(/['"]/);
    for (const [open, close] of ["()", "[]"].map((pair) => pair.split(""))) {
      expect(rest.split(open ?? "")).toHaveLength(rest.split(close ?? "").length);
    }
  }
});

const notExempt = (groups: string) => [
  {
    name: "not-exempt",
    expression: `!(request.userInfo.groups.exists(group, group in [${groups}]))`,
  },
];
const controlPlane = "'system:masters', 'system:serviceaccounts:kube-system', 'system:nodes'";

const ofMore: Readonly<Record<string, string>> = {
  // Of the platform team, too.
  "sre-challenge-tokens": controlPlane,
  "sre-challenge-services": controlPlane,
  // What copies the issuer's keys writes one of them.
  "sre-challenge-configmaps": `${controlPlane}, 'team:platform', 'system:serviceaccounts:issuer-keys'`,
  "sre-challenge-network-policies": controlPlane,
  // Of the controllers as well.
  "sre-challenge-database-owner": "'system:masters'",
  "sre-challenge-priorities": "'system:masters'",
};

const elsewhere: Readonly<Record<string, object>> = {
  "sre-challenge-priorities": {
    key: "pod-security.kubernetes.io/enforce",
    operator: "In",
    values: ["restricted"],
  },
};

test.each(specs)("%s: of whom it is asked, and where", (name, spec) => {
  expect(spec.matchConstraints.namespaceSelector).toEqual({
    matchExpressions: [elsewhere[name] ?? { key: "team", operator: "Exists" }],
  });
  const exempt = ofMore[name] ?? `${controlPlane}, 'team:platform'`;
  expect(spec.matchConditions).toEqual(notExempt(exempt));
});

test("no Secret is filled with an account's token", () => {
  expect(tokenGuardrail.spec).toMatchObject({
    validations: [
      { expression: "object.?type.orValue('') != 'kubernetes.io/service-account-token'" },
    ],
  });
});

const validationOf = (name: string, field: string) => {
  const spec = specs.find(([one]) => one === `sre-challenge-${name}`)?.[1];
  return spec?.validations.find(({ messageExpression }) =>
    messageExpression.startsWith(`'${field}`),
  );
};

test("no pod takes a place, a priority, disk without a bound or another's image", () => {
  const isOld = (part: string) => `variables.${part} == variables.${part}Before`;
  const expressionOf = (field: string) => validationOf("workloads", field)?.expression;
  expect(expressionOf("nodeName")).toBe(`variables.node == '' || ${isOld("node")}`);
  expect(expressionOf("priorityClassName")).toBe(
    `variables.priorityClass == '' || ${isOld("priorityClass")}`,
  );
  expect(expressionOf("priority: ")).toBe(`variables.priority == 0 || ${isOld("priority")}`);
  expect(expressionOf("image: ")).toBe("size(variables.strangeImages) == 0");
  expect(validationOf("pods", "image: ")?.expression).toBe("size(variables.strangeImages) == 0");
});

test("one of them whole", () => {
  expect(configMapGuardrail).toEqual({
    name: "sre-challenge-configmaps",
    except: [
      "system:masters",
      "system:serviceaccounts:kube-system",
      "system:nodes",
      "team:platform",
      "system:serviceaccounts:issuer-keys",
    ],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        namespaceSelector: { matchExpressions: [{ key: "team", operator: "Exists" }] },
        objectSelector: {},
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            resources: ["configmaps"],
            operations: ["CREATE", "UPDATE", "DELETE"],
            scope: "*",
          },
        ],
      },
      matchConditions: [expect.objectContaining({ name: "not-exempt" })],
      variables: [],
      validations: [
        {
          expression:
            "oldObject == null || oldObject.metadata.name != 'kube-root-ca.crt' && " +
            "oldObject.metadata.?labels[?'app.kubernetes.io/managed-by'].orValue('') != 'pulumi'",
          messageExpression:
            "'metadata.name: \"' + oldObject.metadata.name + '\" is the platform\\'s ConfigMap; make one of your own'",
          reason: "Forbidden",
        },
        {
          expression:
            "request.operation != 'CREATE' || !object.metadata.name.startsWith(request.namespace + '-database')",
          messageExpression:
            "'metadata.name: \"' + object.metadata.name + '\" is a name of the database\\'s; choose another'",
          reason: "Forbidden",
        },
        {
          expression: "request.operation != 'CREATE' || object.metadata.name != 'issuer-keys'",
          messageExpression:
            "'metadata.name: \"' + object.metadata.name + '\" is a name of the platform\\'s; choose another'",
          reason: "Forbidden",
        },
      ],
    },
  });
  expect(bindingSpec("a")).toEqual({ policyName: "a", validationActions: ["Deny"] });
});
