import * as http from "node:http";
import type { AddressInfo } from "node:net";
import {
  PropertyMap,
  diffProperties,
  equalProperties,
  isMap,
} from "../../../../toolchain/providers/property-diff";
import { leaves, merge, removed, valueAt, valueAtField } from "./managed-fields";

interface Stored {
  object: PropertyMap;
  /** Manager by the path of each field, as `.spec.replicas`. */
  owners: Map<string, string>;
}

interface Answer {
  code: number;
  body: PropertyMap;
}

const SERVED: Readonly<
  Record<string, readonly [kind: string, plural: string, namespaced: boolean][]>
> = {
  "/api/v1": [
    ["Namespace", "namespaces", false],
    ["ConfigMap", "configmaps", true],
    ["Event", "events", true],
    ["Pod", "pods", true],
    ["Secret", "secrets", true],
    ["Service", "services", true],
  ],
  "/apis/apps/v1": [["Deployment", "deployments", true]],
  "/apis/rbac.authorization.k8s.io/v1": [["ClusterRole", "clusterroles", false]],
  "/apis/admissionregistration.k8s.io/v1": [
    ["ValidatingAdmissionPolicy", "validatingadmissionpolicies", false],
    ["ValidatingAdmissionPolicyBinding", "validatingadmissionpolicybindings", false],
  ],
};

/**
 * As much of the Kubernetes API as the provider speaks: discovery, get, list, delete, and
 * server-side apply with field managers and dry runs. Namespaces have to exist. `settle` plays
 * the controllers: it says what becomes of an object as soon as it is stored.
 */
export class FakeApiServer {
  settle: (object: PropertyMap) => PropertyMap = (object) => object;
  /** Answers for the next requests, taken before anything else happens. */
  readonly refusals: Answer[] = [];
  readonly requests: string[] = [];
  private readonly stored = new Map<string, Stored>();
  private readonly server = http.createServer((request, response) => {
    void this.serve(request).then(({ code, body }) => {
      response.writeHead(code, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  private revision = 0;

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.put("/api/v1/namespaces/default", "nobody", {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "default" },
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get(path: string): PropertyMap | undefined {
    return this.stored.get(path)?.object;
  }

  /** Writes an object as `manager` would by `kubectl edit`: it then manages what it changed. */
  put(path: string, manager: string, object: PropertyMap): void {
    const before = this.stored.get(path);
    const owners = new Map(before?.owners);
    for (const change of diffProperties(before?.object ?? {}, object)) {
      for (const field of leaves(change.path.join("."), valueAt(object, change.path))) {
        owners.set(field, manager);
      }
    }
    this.stored.set(path, { object: this.stamped(object, before?.object, owners), owners });
  }

  drop(path: string): void {
    this.stored.delete(path);
  }

  private async serve(request: http.IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "", "http://localhost");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    this.requests.push(`${request.method ?? ""} ${request.url ?? ""}`);
    const refusal = this.refusals.shift();
    if (refusal) return refusal;
    const kinds = SERVED[url.pathname];
    if (kinds) {
      const resources = kinds.map(([kind, name, namespaced]) => ({ kind, name, namespaced }));
      return { code: 200, body: { resources } };
    }
    switch (request.method) {
      case "PATCH":
        return this.apply(url, JSON.parse(body) as PropertyMap);
      case "DELETE":
        return this.stored.delete(url.pathname) ? { code: 200, body: {} } : notFound(url.pathname);
      default:
        return this.read(url.pathname);
    }
  }

  private read(path: string): Answer {
    const one = this.get(path);
    if (one) return { code: 200, body: one };
    const isList = Object.values(SERVED).some((kinds) =>
      kinds.some(([, plural]) => path.endsWith(`/${plural}`)),
    );
    if (!isList) return notFound(path);
    const paths = [...this.stored.keys()].filter((key) => key.startsWith(`${path}/`));
    return { code: 200, body: { items: paths.map((key) => this.get(key) ?? {}) } };
  }

  private apply({ pathname, searchParams }: URL, manifest: PropertyMap): Answer {
    const namespace = /\/namespaces\/([^/]+)\//.exec(pathname)?.[1];
    if (namespace !== undefined && !this.get(`/api/v1/namespaces/${namespace}`)) {
      return { code: 404, body: { message: `namespaces "${namespace}" not found` } };
    }
    const manager = searchParams.get("fieldManager") ?? "";
    const before = this.stored.get(pathname);
    const owners = new Map(before?.owners);
    const conflicts: PropertyMap[] = [];
    for (const field of leaves("", manifest)) {
      const owner = owners.get(field);
      const same = equalProperties(
        valueAtField(manifest, field),
        valueAtField(before?.object, field),
      );
      if (
        owner !== undefined &&
        owner !== manager &&
        !same &&
        searchParams.get("force") !== "true"
      ) {
        const message = `conflict with "${owner}"`;
        conflicts.push({ reason: "FieldManagerConflict", field, message });
      }
      owners.set(field, manager);
    }
    if (conflicts.length > 0) {
      return { code: 409, body: { message: "Apply failed", details: { causes: conflicts } } };
    }
    const merged = merge(before?.object ?? {}, manifest) as PropertyMap;
    const dropped = [...owners].filter(
      ([field, owner]) => owner === manager && !leaves("", manifest).includes(field),
    );
    const pruned = dropped.reduce((object, [field]) => removed(object, field), merged);
    for (const [field] of dropped) owners.delete(field);
    const object = this.stamped(this.settle(pruned), before?.object, owners);
    if (searchParams.get("dryRun") !== "All") this.stored.set(pathname, { object, owners });
    return { code: before ? 200 : 201, body: object };
  }

  private stamped(
    object: PropertyMap,
    before: PropertyMap | undefined,
    owners: Map<string, string>,
  ): PropertyMap {
    this.revision += 1;
    const metadata = isMap(object.metadata) ? object.metadata : {};
    const old = before && isMap(before.metadata) ? before.metadata : {};
    const managers = [...new Set(owners.values())];
    return {
      ...object,
      metadata: {
        ...metadata,
        uid: old.uid ?? `uid-${this.revision}`,
        resourceVersion: String(this.revision),
        generation: 1,
        managedFields: managers.map((manager) => ({
          manager,
          operation: manager.startsWith("kubectl") ? "Update" : "Apply",
        })),
      },
    };
  }
}

function notFound(path: string): Answer {
  return { code: 404, body: { message: `${path} not found` } };
}
