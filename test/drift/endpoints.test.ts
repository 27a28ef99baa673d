import type { JsonObject } from "../../drift/json";
import { endpointsFault, sliceFault } from "../../drift/endpoints";
import { inventoryOf, object } from "./objects";

const service = object("Service", "s", {
  spec: {
    selector: { app: "a" },
    ports: [{ name: "http", port: 80, targetPort: "http", protocol: "TCP" }],
  },
});
const pod = (name: string, labels: JsonObject, ip: string) =>
  object("Pod", name, {
    metadata: { labels },
    spec: { containers: [{ ports: [{ name: "http", containerPort: 8080 }] }] },
    status: { podIPs: [{ ip }] },
  });
const inventory = inventoryOf(
  service,
  pod("own", { app: "a", more: "b" }, "10.0.0.1"),
  pod("other", { app: "b" }, "10.0.0.2"),
);
const endpoint = (address: string, pods: string) => ({
  addresses: [address],
  targetRef: { kind: "Pod", uid: `Pod-${pods}` },
});
const port = { name: "http", port: 8080, protocol: "TCP" };
const slice = (fields: JsonObject, manager = "endpointslice-controller.k8s.io") =>
  object("EndpointSlice", "s-1", {
    metadata: { labels: { "endpointslice.kubernetes.io/managed-by": manager } },
    endpoints: [endpoint("10.0.0.1", "own")],
    ports: [port],
    ...fields,
  });

test.each([
  ["of the Service's pods", slice({}), undefined],
  ["that is empty", slice({ endpoints: [], ports: [] }), undefined],
  ["that somebody made", slice({}, "me"), "the Service's controller did not make it"],
  [
    "to an address of no pod",
    slice({ endpoints: [{ addresses: ["192.0.2.1"] }] }),
    "leads to 192.0.2.1, which is none of the Service's pods",
  ],
  [
    "to another address under a pod's name",
    slice({ endpoints: [endpoint("192.0.2.1", "own")] }),
    "leads to 192.0.2.1, which is none of the Service's pods",
  ],
  [
    "to another pod",
    slice({ endpoints: [endpoint("10.0.0.2", "other")] }),
    "leads to 10.0.0.2, which is none of the Service's pods",
  ],
  [
    "to another port",
    slice({ ports: [{ ...port, port: 9090 }] }),
    "leads to port 9090, which is not the Service's",
  ],
])("a slice %s", (_, it, fault) => {
  expect(sliceFault(it, service, inventory)).toBe(fault);
});

test("Endpoints are held to the same", () => {
  const endpoints = (ip: string) =>
    object("Endpoints", "s", {
      subsets: [{ addresses: [{ ip, targetRef: { uid: "Pod-own" } }], ports: [port] }],
    });
  expect(endpointsFault(endpoints("10.0.0.1"), service, inventory)).toBeUndefined();
  expect(endpointsFault(endpoints("192.0.2.1"), service, inventory)).toBe(
    "leads to 192.0.2.1, which is none of the Service's pods",
  );
});
