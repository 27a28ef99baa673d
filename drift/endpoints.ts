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
  const astray = listIn(slice.endpoints).find(
    (endpoint) =>
      !leadsToPod(
        valueAt(endpoint, ["targetRef"]),
        listIn(valueAt(endpoint, ["addresses"])),
        service,
        inventory,
      ),
  );
  if (astray !== undefined) return notThePods(listIn(valueAt(astray, ["addresses"])));
  return portsFault(listIn(slice.ports), service, inventory);
}

/** The same of the Endpoints of a Service. */
export function endpointsFault(
  endpoints: ClusterObject,
  service: ClusterObject,
  inventory: Inventory,
): string | undefined {
  const subsets = listIn(endpoints.subsets);
  const astray = subsets
    .flatMap((subset) => [
      ...listIn(valueAt(subset, ["addresses"])),
      ...listIn(valueAt(subset, ["notReadyAddresses"])),
    ])
    .find((address) => {
      const ip = valueAt(address, ["ip"]) ?? null;
      return !leadsToPod(valueAt(address, ["targetRef"]), [ip], service, inventory);
    });
  if (astray !== undefined) return notThePods([valueAt(astray, ["ip"]) ?? null]);
  const ports = subsets.flatMap((subset) => listIn(valueAt(subset, ["ports"])));
  return portsFault(ports, service, inventory);
}

function notThePods(addresses: readonly Json[]): string {
  return `leads to ${addresses.map(textOf).join(", ")}, which is none of the Service's pods`;
}

function leadsToPod(
  target: Json | undefined,
  addresses: readonly Json[],
  service: ClusterObject,
  inventory: Inventory,
): boolean {
  const pod = inventory.withUid(textOf(valueAt(target, ["uid"])));
  if (pod?.kind !== "Pod" || nameOf(pod).namespace !== nameOf(service).namespace) return false;
  const ips = listIn(valueAt(pod.status, ["podIPs"])).map((one) => valueAt(one, ["ip"]));
  return isSelected(pod, service) && addresses.every((address) => ips.includes(address));
}

function isSelected(pod: ClusterObject, service: ClusterObject): boolean {
  const worn = textsIn(pod.metadata.labels);
  const selector = Object.entries(textsIn(valueAt(service.spec, ["selector"])));
  return selector.length > 0 && selector.every(([key, value]) => worn[key] === value);
}

/** A port has to be one of the Service's, by its name and by where that leads on its pods. */
function portsFault(
  ports: readonly Json[],
  service: ClusterObject,
  inventory: Inventory,
): string | undefined {
  const pods = inventory
    .ofKind("Pod")
    .filter((pod) => pod.metadata.namespace === service.metadata.namespace)
    .filter((pod) => isSelected(pod, service));
  const servicePorts = listIn(valueAt(service.spec, ["ports"]));
  const fits = (port: Json) =>
    servicePorts.some(
      (one) =>
        textOf(valueAt(one, ["name"])) === textOf(valueAt(port, ["name"])) &&
        valueAt(one, ["protocol"]) === valueAt(port, ["protocol"]) &&
        targetsOf(one, pods).includes(valueAt(port, ["port"])),
    );
  const astray = ports.find((port) => !fits(port));
  return astray === undefined
    ? undefined
    : `leads to port ${canonical(valueAt(astray, ["port"]) ?? null)}, which is not the Service's`;
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
