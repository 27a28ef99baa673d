import { parseState } from "../../drift/state";

const provider = {
  urn: "p",
  type: "pulumi:providers:kubernetes",
  custom: true,
  inputs: { context: "sre-challenge" },
};
const secret = {
  urn: "urn:s",
  type: "kubernetes:core/v1:Secret",
  custom: true,
  inputs: {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "s", namespace: "n" },
    data: {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      plaintext: '{"k":"dg=="}',
    },
  },
  outputs: { __fieldManager: "pulumi-kubernetes-1", metadata: { uid: "u" } },
};
const state = (resources: object[], more: object = {}) =>
  JSON.stringify({ version: 3, deployment: { resources, ...more } });

test("the objects that were put on the cluster, and which cluster", () => {
  const others = [
    provider,
    { urn: "c", type: "kubernetes:Component" },
    { urn: "r", type: "kubernetes:core/v1:Namespace", custom: true, external: true },
    { ...secret, delete: true },
    { urn: "i", type: "docker:index/image:Image", custom: true, inputs: {} },
  ];
  expect(parseState(state([...others, secret]))).toEqual({
    contexts: ["sre-challenge"],
    objects: [
      {
        inputs: {
          apiVersion: "v1",
          kind: "Secret",
          metadata: { name: "s", namespace: "n" },
          data: { k: "dg==" },
        },
        fieldManager: "pulumi-kubernetes-1",
        uid: "u",
        secrets: [["data"]],
      },
    ],
  });
});

test.each([
  ["of a stack that was never deployed", JSON.stringify({ version: 3 }), "never deployed"],
  ["with no objects", state([provider]), "never deployed"],
  ["of a deployment under way", state([secret], { pending_operations: [{}] }), "being deployed"],
  ["without a manager", state([{ ...secret, outputs: {} }]), "urn:s: outputs.__fieldManager"],
  ["of another shape", state([{ urn: 1 }]), "deployment.resources.0.urn"],
  [
    "with what is no object",
    state([{ ...secret, inputs: { kind: "Secret" } }]),
    "urn:s: apiVersion",
  ],
])("a state %s is an error that names the remedy", (_, json, said) => {
  expect(() => parseState(json)).toThrow(said);
  expect(() => parseState(json)).toThrow(/setup\.sh|pulumi up/);
});
