import { statesField } from "../../../../toolchain/providers/kubernetes/field-path";

const manifest = {
  metadata: { labels: { "app.kubernetes.io/name": "web", app: "web" }, finalizers: ["a/b"] },
  spec: {
    replicas: 3,
    ports: [{ port: 80 }, { port: 81, protocol: "UDP" }],
    template: { spec: { containers: [{ name: "web", image: "web:1" }] } },
  },
};

describe("statesField", () => {
  it.each([
    ".spec.replicas",
    ".spec.ports",
    ".metadata.labels.app",
    ".metadata.labels.app.kubernetes.io/name",
    '.metadata.finalizers[="a/b"]',
    ".spec.ports[0].port",
    '.spec.ports[port=80,protocol="TCP"].port',
    '.spec.template.spec.containers[name="web"].image',
  ])("finds %s", (field) => {
    expect(statesField(manifest, field)).toBe(true);
  });

  it.each([
    ".spec.replica",
    ".spec.replicas.x",
    ".metadata.labels.app.kubernetes.io/part-of",
    '.metadata.finalizers[="a"]',
    ".spec.ports[2].port",
    '.spec.ports[port=81,protocol="TCP"].port',
    '.spec.template.spec.containers[name="web"].command',
    '.spec.template.spec.containers[name="other"].image',
    ".spec.template[0]",
  ])("does not find %s", (field) => {
    expect(statesField(manifest, field)).toBe(false);
  });
});
