import type { Cell } from "../../access/cells";
import { clusterPlace, isPath, type Right } from "../../access/matrix";
import { parseResource, type Resource } from "../../rbac/resource";
import type { ApiRequest } from "../../cluster/api-client";
import { sampleName, sampleOf } from "./samples";

/** Versions of the API groups; those that are missing are not tried. */
const versions: Readonly<Record<string, string>> = {
  "": "v1",
  "admissionregistration.k8s.io": "v1",
  "apiextensions.k8s.io": "v1",
  "apiregistration.k8s.io": "v1",
  apps: "v1",
  "authentication.k8s.io": "v1",
  "authorization.k8s.io": "v1",
  autoscaling: "v2",
  batch: "v1",
  "certificates.k8s.io": "v1",
  "coordination.k8s.io": "v1",
  "discovery.k8s.io": "v1",
  "events.k8s.io": "v1",
  "metrics.k8s.io": "v1beta1",
  "networking.k8s.io": "v1",
  policy: "v1",
  "rbac.authorization.k8s.io": "v1",
  "scheduling.k8s.io": "v1",
  "storage.k8s.io": "v1",
};

/** Not served in a way that could be tried: asked by kubelets, off by default, or for schedulers. */
const untried = ["nodes/log", "/logs", "pods/binding"];

/** Nothing wears it, so nothing would go, even if the server did not keep to a dry run. */
const nothing = "labelSelector=sre-challenge%2Fnothing%3Dhere";
const dryRun = "dryRun=All";

/**
 * The request that tries a cell and changes nothing: it reads, or writes by a dry run, and names an
 * object that is not there. Undefined where there is no such request.
 *
 * @param namespaced Whether the cell's resource is one of namespaces.
 * @param users By team's namespace, what its pods run as.
 */
export function requestFor(
  cell: Pick<Cell, keyof Right>,
  namespaced: boolean,
  users: ReadonlyMap<string, number>,
): ApiRequest | undefined {
  const { verb, target, place } = cell;
  if (untried.includes(target)) return undefined;
  if (isPath(target)) return verb === "get" ? { method: "GET", path: target } : undefined;
  const resource = parseResource(target);
  const base = baseOf(resource, place === clusterPlace ? "" : place);
  if (base === undefined) return undefined;
  const { plural, subresource } = resource;
  if (plural === "namespaces") return namespaceRequest(verb, place);
  if (subresource !== "") {
    const item = `${base}/${plural}/${sampleName}/${subresource}`;
    return namespaced && place === clusterPlace
      ? undefined
      : itemRequest(verb, item, sampleOf(subresource, place, users));
  }
  if (namespaced && place === clusterPlace && verb !== "list") return undefined;
  const sample = sampleOf(target, place, users);
  return (
    collectionRequest(verb, `${base}/${plural}`, sample) ??
    itemRequest(verb, `${base}/${plural}/${sampleName}`, sample)
  );
}

function baseOf({ group, plural, name }: Resource, namespace: string): string | undefined {
  const version = versions[group];
  if (version === undefined || plural === "*" || name !== "") return undefined;
  const api = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  return namespace === "" ? api : `${api}/namespaces/${namespace}`;
}

/** A namespace is there; so it is left out of every write, be it dry. */
function namespaceRequest(verb: string, place: string): ApiRequest | undefined {
  if (place === clusterPlace) {
    return verb === "list" ? { method: "GET", path: "/api/v1/namespaces?limit=1" } : undefined;
  }
  return verb === "get" ? { method: "GET", path: `/api/v1/namespaces/${place}` } : undefined;
}

function collectionRequest(verb: string, path: string, body: object): ApiRequest | undefined {
  switch (verb) {
    case "list":
      return { method: "GET", path: `${path}?limit=1` };
    case "create":
      return { method: "POST", path: `${path}?${dryRun}`, body };
    case "deletecollection":
      return { method: "DELETE", path: `${path}?${dryRun}&${nothing}` };
    default:
      return undefined;
  }
}

function itemRequest(verb: string, path: string, body: object): ApiRequest | undefined {
  switch (verb) {
    case "get":
      return { method: "GET", path };
    case "create":
      return { method: "POST", path: `${path}?${dryRun}`, body };
    case "update":
      return { method: "PUT", path: `${path}?${dryRun}`, body };
    case "patch":
      return { method: "PATCH", path: `${path}?${dryRun}`, body };
    case "delete":
      return { method: "DELETE", path: `${path}?${dryRun}` };
    default:
      return undefined;
  }
}
