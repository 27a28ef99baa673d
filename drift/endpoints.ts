import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import type { Inventory } from "./inventory";
import { canonical, type Json, listIn, textsIn, valueAt } from "./json";

/** What a controller names itself on the slices that it makes. */
const sliceController = "endpointslice-controller.k8s.io";

/** What is wrong with an EndpointSlice of a Service; undefined if it leads to the Service's pods alone. */
export function sliceFault(
  slice: ClusterObject,
  service: ClusterObject,
  inventory: Inventory,
): string | undefined {
  const manager = textsIn(slice.metadata.labels)["endpointslice.kubernetes.io/managed-by"];
  if (manager !== sliceController) return "the Service's controller did not make it";
  return fault(listIn(slice.endpoints), listIn(slice.ports), service, inventory);
}

/** The same of the Endpoints of a Service. */
export function endpointsFault(
  { subsets }: ClusterObject,
  service: ClusterObject,
  inventory: Inventory,
): string | undefined {
  const all = (field: string) =>
    listIn(subsets).flatMap((subset) => listIn(valueAt(subset, [field])));
  const endpoints = [...all("addresses"), ...all("notReadyAddresses")].map((address) => ({
    addresses: [valueAt(address, ["ip"]) ?? null],
    targetRef: valueAt(address, ["targetRef"]) ?? null,
  }));
  return fault(endpoints, all("ports"), service, inventory);
}

/**
 * An endpoint has to be a pod of the Service, with its own addresses; a port one of the Service's, by its
 * name and by where that leads on its pods.
 */
function fault(
  endpoints: readonly Json[],
  ports: readonly Json[],
  service: ClusterObject,
  inventory: Inventory,
): string | undefined {
  const pods = inventory.ofKind("Pod").filter((pod) => isSelected(pod, service));
  const astray = endpoints.find((endpoint) => !leadsToOne(endpoint, pods));
  if (astray !== undefined) {
    const addresses = listIn(valueAt(astray, ["addresses"]))
      .map(textOf)
      .join(", ");
    return `leads to ${addresses}, which is none of the Service's pods`;
  }
  const servicePorts = listIn(valueAt(service.spec, ["ports"]));
  const fits = (port: Json) =>
    servicePorts.some(
      (one) =>
        textOf(valueAt(one, ["name"])) === textOf(valueAt(port, ["name"])) &&
        valueAt(one, ["protocol"]) === valueAt(port, ["protocol"]) &&
        targetsOf(one, pods).includes(valueAt(port, ["port"])),
    );
  const stray = ports.find((port) => !fits(port));
  return stray === undefined
    ? undefined
    : `leads to port ${canonical(valueAt(stray, ["port"]) ?? null)}, which is not the Service's`;
}

function isSelected(pod: ClusterObject, service: ClusterObject): boolean {
  const worn = textsIn(pod.metadata.labels);
  const selector = Object.entries(textsIn(valueAt(service.spec, ["selector"])));
  return (
    nameOf(pod).namespace === nameOf(service).namespace &&
    selector.length > 0 &&
    selector.every(([key, value]) => worn[key] === value)
  );
}

function leadsToOne(endpoint: Json, pods: readonly ClusterObject[]): boolean {
  const uid = valueAt(endpoint, ["targetRef", "uid"]);
  const pod = pods.find(({ metadata }) => uid !== undefined && metadata.uid === uid);
  const ips = listIn(valueAt(pod?.status, ["podIPs"])).map((one) => valueAt(one, ["ip"]));
  return (
    pod !== undefined && listIn(valueAt(endpoint, ["addresses"])).every((it) => ips.includes(it))
  );
}

/** A port by name is whatever the pods call so. */
function targetsOf(port: Json, pods: readonly ClusterObject[]): readonly (Json | undefined)[] {
  const target = valueAt(port, ["targetPort"]);
  if (typeof target === "number") return [target];
  return pods
    .flatMap((pod) => listIn(valueAt(pod.spec, ["containers"])))
    .flatMap((container) => listIn(valueAt(container, ["ports"])))
    .filter((one) => valueAt(one, ["name"]) === target)
    .map((one) => valueAt(one, ["containerPort"]));
}
