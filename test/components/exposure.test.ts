import { type Exposure, outsidePeers, serviceSpec } from "../../components/microservice/exposure";

const selector = { "app.kubernetes.io/name": "invoice-app" };
const shared = { selector, sessionAffinity: "None", internalTrafficPolicy: "Cluster" };
const podCidrs = ["10.244.0.0/16"];
const nodePort: Exposure = { kind: "nodePort", port: 30081, podCidrs };
const loadBalancer: Exposure = {
  kind: "loadBalancer",
  sourceCidrs: ["203.0.113.0/24", "10.0.0.0/8"],
  podCidrs,
};

test("a service that is not exposed has an address inside the cluster only", () => {
  expect(serviceSpec("invoice-app", 8081, undefined)).toEqual({
    type: "ClusterIP",
    ...shared,
    ports: [{ name: "http", port: 8081, targetPort: "http", protocol: "TCP" }],
  });
});

test("a node port keeps the caller's address", () => {
  expect(serviceSpec("invoice-app", 8081, nodePort)).toEqual({
    type: "NodePort",
    ...shared,
    ports: [{ name: "http", port: 8081, targetPort: "http", protocol: "TCP", nodePort: 30081 }],
    externalTrafficPolicy: "Local",
  });
});

test("a load balancer keeps the caller's address and takes callers from the given ranges", () => {
  expect(serviceSpec("invoice-app", 8081, loadBalancer)).toEqual({
    type: "LoadBalancer",
    ...shared,
    ports: [{ name: "http", port: 8081, targetPort: "http", protocol: "TCP" }],
    externalTrafficPolicy: "Local",
    allocateLoadBalancerNodePorts: true,
    loadBalancerSourceRanges: ["203.0.113.0/24", "10.0.0.0/8"],
  });
});

test("whoever is outside may call a node port, but no pod", () => {
  expect(outsidePeers(nodePort)).toEqual([
    { ipBlock: { cidr: "0.0.0.0/0", except: ["10.244.0.0/16"] } },
  ]);
});

test("an exception stands only where it is inside of the range: the API server wants it so", () => {
  expect(outsidePeers(loadBalancer)).toEqual([
    { ipBlock: { cidr: "203.0.113.0/24" } },
    { ipBlock: { cidr: "10.0.0.0/8", except: ["10.244.0.0/16"] } },
  ]);
});
