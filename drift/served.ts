import type { Asker } from "../cluster/api-client";
import { asked } from "./ask";

/** A kind of objects that the API server keeps and can list. */
export interface ServedKind {
  readonly apiVersion: string;
  readonly kind: string;
  /** As in paths. */
  readonly plural: string;
  readonly namespaced: boolean;
}

interface Discovery {
  readonly items: readonly {
    readonly metadata: { readonly name?: string };
    /** The preferred one first. */
    readonly versions: readonly {
      readonly version: string;
      readonly resources?: readonly {
        readonly resource: string;
        readonly responseKind?: { readonly kind: string };
        readonly scope: "Namespaced" | "Cluster";
        readonly verbs: readonly string[];
      }[];
      readonly freshness?: string;
    }[];
  }[];
}

const accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

/** Every kind that can be listed, in the version that its group prefers. */
export async function servedKinds(client: Asker): Promise<readonly ServedKind[]> {
  const lists = await Promise.all(
    ["/api", "/apis"].map((path) => asked(client, { method: "GET", path, headers: { accept } })),
  );
  return (lists as readonly unknown[] as readonly Discovery[]).flatMap(listable);
}

/** One version of each kind: all of them show the same objects. */
export function listable({ items }: Discovery): readonly ServedKind[] {
  const kinds = items.flatMap(({ metadata: { name: group = "" }, versions }) =>
    versions.flatMap(({ version, resources = [] }) =>
      resources
        .filter(({ verbs }) => verbs.includes("list"))
        .map(({ resource, responseKind, scope }) => ({
          key: `${group}/${resource}`,
          served: {
            apiVersion: group === "" ? version : `${group}/${version}`,
            kind: responseKind?.kind ?? resource,
            plural: resource,
            namespaced: scope === "Namespaced",
          },
        })),
    ),
  );
  const first = new Map([...kinds].reverse().map(({ key, served }) => [key, served]));
  return [...first.values()].reverse();
}

/** The path of a list, or of one object in it. */
export function pathOf(
  { apiVersion, plural, namespaced }: ServedKind,
  { namespace = "", name = "" }: { readonly namespace?: string; readonly name?: string } = {},
): string {
  return [
    apiVersion.includes("/") ? "/apis" : "/api",
    apiVersion,
    ...(namespaced && namespace !== "" ? ["namespaces", encodeURIComponent(namespace)] : []),
    plural,
    ...(name === "" ? [] : [encodeURIComponent(name)]),
  ].join("/");
}
