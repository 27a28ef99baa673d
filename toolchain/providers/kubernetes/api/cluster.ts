import type { PropertyMap } from "../../property-diff";
import { mapsAt, textAt } from "../fields";
import type { ObjectName, ObjectType } from "../token";
import { apiError, isNotFound } from "./errors";
import { isTransient, withRetries } from "./retry";
import type { HttpRequest, Transport } from "./transport";

export interface ApplyOptions {
  readonly fieldManager: string;
  /** Take fields over from other managers. @default false, then a conflict is an ApiError */
  readonly force?: boolean;
  /** Let the server compute the result and keep nothing. */
  readonly dryRun?: boolean;
}

interface ApiResource {
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The objects of one cluster, by the API that it serves. */
export class Cluster {
  private readonly discovered = new Map<string, Promise<PropertyMap>>();

  constructor(
    private readonly transport: Transport,
    /** Ends every request and wait when it fires. */
    readonly signal: AbortSignal,
    /** How long a request is repeated while its error may pass. */
    private readonly retryForMs: number,
  ) {}

  async isNamespaced(type: ObjectType): Promise<boolean> {
    return (await this.resource(type)).namespaced;
  }

  /** The live object, or undefined where there is none. */
  async get(type: ObjectType, name: ObjectName): Promise<PropertyMap | undefined> {
    try {
      return await this.send({ method: "GET", path: await this.pathOf(type, name) });
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async list(
    type: ObjectType,
    namespace: string,
    query: Record<string, string>,
  ): Promise<PropertyMap[]> {
    const path = await this.pathOf(type, { namespace, name: "" });
    const search = new URLSearchParams(query).toString();
    return mapsAt(await this.send({ method: "GET", path: `${path}?${search}` }), "items");
  }

  /** Server-side apply: creates the object, or changes the fields that `object` states. */
  async apply(
    type: ObjectType,
    name: ObjectName,
    object: PropertyMap,
    { fieldManager, force = false, dryRun = false }: ApplyOptions,
  ): Promise<PropertyMap> {
    const query = new URLSearchParams({ fieldManager, force: String(force) });
    if (dryRun) query.set("dryRun", "All");
    return this.send({
      method: "PATCH",
      path: `${await this.pathOf(type, name)}?${query.toString()}`,
      headers: { "content-type": "application/apply-patch+yaml" },
      body: JSON.stringify(object),
    });
  }

  /** Asks for the deletion of the object; one that is gone already is no error. */
  async remove(type: ObjectType, name: ObjectName, propagationPolicy: string): Promise<void> {
    try {
      await this.send({
        method: "DELETE",
        path: await this.pathOf(type, name),
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ apiVersion: "v1", kind: "DeleteOptions", propagationPolicy }),
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  private async send(request: Omit<HttpRequest, "signal">): Promise<PropertyMap> {
    const { signal } = this;
    return withRetries(
      async () => {
        const { code, body, retryAfter } = await this.transport({ ...request, signal });
        if (code >= 400 || code < 200) throw apiError(code, body, retryAfter);
        return JSON.parse(body) as PropertyMap;
      },
      isTransient,
      this.retryForMs,
      signal,
    );
  }

  private async pathOf(type: ObjectType, { namespace, name }: ObjectName): Promise<string> {
    const { plural, namespaced } = await this.resource(type);
    return [
      groupPath(type),
      ...(namespaced ? ["namespaces", encodeURIComponent(namespace || "default")] : []),
      plural,
      ...(name === "" ? [] : [encodeURIComponent(name)]),
    ].join("/");
  }

  private async resource(type: ObjectType): Promise<ApiResource> {
    const served = mapsAt(await this.discover(groupPath(type)), "resources");
    const found = served.find(
      (resource) => resource.kind === type.kind && !textAt(resource, "name").includes("/"),
    );
    if (!found) {
      this.discovered.delete(groupPath(type));
      throw new Error(
        `${type.apiVersion} ${type.kind}: the cluster does not serve this kind; ` +
          "install its CustomResourceDefinition first, or name a version that the cluster has",
      );
    }
    return { plural: textAt(found, "name"), namespaced: found.namespaced === true };
  }

  private async discover(path: string): Promise<PropertyMap> {
    let answer = this.discovered.get(path);
    if (!answer) {
      answer = this.send({ method: "GET", path }).catch((error: unknown) => {
        this.discovered.delete(path);
        if (isNotFound(error)) return {};
        throw error;
      });
      this.discovered.set(path, answer);
    }
    return answer;
  }
}

function groupPath({ group, version }: ObjectType): string {
  return group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
}
