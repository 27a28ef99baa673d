import { observedManifest } from "../../../../toolchain/providers/kubernetes/drift";
import type { PropertyMap } from "../../../../toolchain/providers/property-diff";

const manifest = {
  metadata: { name: "web", labels: { team: "a" } },
  spec: {
    replicas: 3,
    template: {
      spec: {
        containers: [{ name: "web", image: "web:1", resources: { limits: { cpu: "1000m" } } }],
      },
    },
  },
};

/** What the server makes of the manifest: defaults, another spelling, another's env variable. */
const applied = {
  metadata: { name: "web", uid: "1", generation: 1, labels: { team: "a" } },
  spec: {
    replicas: 3,
    paused: false,
    template: {
      spec: {
        containers: [
          {
            name: "web",
            image: "web:1",
            resources: { limits: { cpu: "1" } },
            env: [{ name: "INJECTED", value: "x" }],
          },
        ],
      },
    },
  },
  status: { replicas: 3 },
};

describe("observedManifest", () => {
  it("sees no drift in defaults, spellings and what others added", () => {
    expect(observedManifest(manifest, applied, applied)).toEqual(manifest);
  });

  it("shows a changed field by its live value, and a removed one not at all", () => {
    const live = {
      ...applied,
      metadata: { name: "web", uid: "1", generation: 2 },
      spec: { ...applied.spec, replicas: 7 },
    };
    expect(observedManifest(manifest, applied, live)).toEqual({
      metadata: { name: "web" },
      spec: { ...manifest.spec, replicas: 7 },
    });
  });

  it("finds list items by their names", () => {
    const container = { name: "web", image: "web:evil", resources: { limits: { cpu: "1" } } };
    const sidecar = { name: "sidecar", image: "s:1" };
    const live = {
      ...applied,
      spec: { ...applied.spec, template: { spec: { containers: [sidecar, container] } } },
    };
    const { spec } = observedManifest(manifest, applied, live) as typeof manifest;
    expect(spec.template.spec.containers).toEqual([
      { name: "web", image: "web:evil", resources: { limits: { cpu: "1000m" } } },
      sidecar,
    ]);
  });

  it("shows rules that somebody added to a list that is the program's own", () => {
    const rule = (port: number): PropertyMap => ({ ports: [{ port, protocol: "TCP" }] });
    const policy = { spec: { ingress: [{ ports: [{ port: 8082 }] }] } };
    const live = { spec: { ingress: [rule(8082), {}] } };
    expect(observedManifest(policy, { spec: { ingress: [rule(8082)] } }, live)).toEqual({
      spec: { ingress: [{ ports: [{ port: 8082 }] }, {}] },
    });
    const emptied = { spec: { ingress: [] } };
    expect(observedManifest(policy, { spec: { ingress: [rule(8082)] } }, emptied)).toEqual(emptied);
  });

  it("takes a key that somebody added to a map of the program's own for drift", () => {
    const selector = { spec: { podSelector: { app: "web" } } };
    const live = { spec: { podSelector: { app: "web", tier: "x" } } };
    expect(observedManifest(selector, selector, live)).toEqual(live);
  });
});
