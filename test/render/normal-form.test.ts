import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { appliedObjects, inOrder, normalForm } from "./normal-form";

const encrypted = { [specialSigKey]: specialSecretSig, ciphertext: "v1:abc" };

const deployment = (image: string) => ({
  kind: "Deployment",
  metadata: { name: "pay", namespace: "payments" },
  spec: { template: { spec: { containers: [{ image, args: ["a"], resources: {} }] } } },
});

describe("the normal form", () => {
  test("leaves an object as it is that holds nothing of one run", () => {
    const object = deployment("localhost:5000/pay:0123456789abcdef");
    expect(normalForm(object)).toEqual(object);
  });

  test("has a made-up name without its digits, and a stated one as it is", () => {
    const metadata = (name: string, annotations: Record<string, string>) => ({ name, annotations });
    const nameOf = (name: string, annotations: Record<string, string>) =>
      normalForm({ kind: "Role", metadata: metadata(name, annotations) }).metadata;
    const autonamed = { "pulumi.com/autonamed": "true" };
    expect(nameOf("pay-deny-0a1b2c3d", autonamed)).toEqual(metadata("pay-deny", autonamed));
    expect(nameOf("pay-deny", autonamed)).toEqual(metadata("pay-deny", autonamed));
    expect(nameOf("pay-deny-0a1b2c3d", {})).toEqual(metadata("pay-deny-0a1b2c3d", {}));
  });

  test("is the same of a Secret before the provider gets it and after, whatever it holds", () => {
    const secret = { kind: "Secret", metadata: { name: "owner" }, type: "Opaque" };
    const expected = { ...secret, data: "(secret)" };
    expect(normalForm({ ...secret, stringData: { password: "(secret)" } })).toEqual(expected);
    expect(normalForm({ ...secret, data: encrypted })).toEqual(expected);
  });

  test("keeps what a ConfigMap holds, but for a secret in it", () => {
    const map = { kind: "ConfigMap", metadata: { name: "map" }, data: { a: "1", b: encrypted } };
    expect(normalForm(map)).toEqual({ ...map, data: { a: "1", b: "(secret)" } });
  });

  test("has the tag of a built image in the place of its digest, and no other changed", () => {
    const tags = new Map([["localhost:5000/pay@sha256:ff", "localhost:5000/pay:0123"]]);
    const built = deployment("localhost:5000/pay@sha256:ff");
    expect(normalForm(built, tags)).toEqual(deployment("localhost:5000/pay:0123"));
    const other = deployment("localhost:5000/pay@sha256:fe");
    expect(normalForm(other, tags)).toEqual(other);
  });

  test("leaves out an empty list, and neither an empty object nor a list of empty ones", () => {
    const policy = { kind: "NetworkPolicy", metadata: { name: "deny" } };
    const spec = { podSelector: {}, ingress: [{}] };
    expect(normalForm({ ...policy, spec: { ...spec, egress: [] } })).toEqual({ ...policy, spec });
  });
});

test("of a state the objects count that the program has on the cluster", () => {
  const object = (name: string) => ({ kind: "Namespace", metadata: { name } });
  const namespace = (name: string) => ({
    type: "kubernetes:core/v1:Namespace",
    inputs: object(name),
  });
  const pay = deployment("localhost:5000/pay@sha256:ff");
  const resources = [
    namespace("payments"),
    { ...namespace("kube-system"), external: true },
    { ...namespace("old"), delete: true },
    { type: "kubernetes:apps/v1:Deployment", inputs: pay },
    { type: "pulumi:providers:kubernetes", inputs: { context: "sre-challenge" } },
    {
      type: "docker:index/image:Image",
      inputs: { imageName: "localhost:5000/pay:0123" },
      outputs: { repoDigest: "localhost:5000/pay@sha256:ff" },
    },
  ];
  expect(appliedObjects({ deployment: { resources } })).toEqual([
    deployment("localhost:5000/pay:0123"),
    object("payments"),
  ]);
});

test("objects are in the order of kind, namespace and name", () => {
  const object = (kind: string, name: string, namespace?: string) => ({
    kind,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
  });
  const ordered = [
    object("Namespace", "z"),
    object("Role", "z", "a"),
    object("Role", "a", "b"),
    object("Role", "b", "b"),
  ];
  expect(inOrder([...ordered].reverse())).toEqual(ordered);
});
