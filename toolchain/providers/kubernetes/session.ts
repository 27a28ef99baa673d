import type { PropertyMap } from "../property-diff";
import type { Cluster } from "./api/cluster";
import type { EngineLog } from "../rpc/engine";
import type { Settings } from "./settings";
import type { ObjectType } from "./token";

/** What every operation works with once the provider is configured. */
export interface Session {
  readonly cluster: Cluster;
  readonly settings: Settings;
  /** Namespace of objects that name none. */
  readonly defaultNamespace: string;
  readonly log: EngineLog;
}

/** A resource to be created or changed. */
export interface Desired {
  readonly urn: string;
  readonly type: ObjectType;
  /** Checked inputs, secrets wrapped. */
  readonly inputs: PropertyMap;
  /** Seconds from the resource option `customTimeouts`; 0 without it. */
  readonly timeout: number;
  readonly preview: boolean;
}
