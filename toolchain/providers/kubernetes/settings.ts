import { PropertyMap, equalProperties } from "../property-diff";
import type { MutableData } from "./immutable-fields";
import type { ClusterChoice } from "./kubeconfig";
import { UNKNOWN } from "../rpc/properties";

/** The provider's configuration, by the names and defaults of the official provider. */
export interface Settings extends ClusterChoice {
  /** Namespace of objects that name none. @default that of the context */
  readonly namespace?: string | undefined;
  readonly mutable: MutableData;
  /** Take fields over from other managers, whoever they are. @default false */
  readonly patchForce: boolean;
  /** Adopt objects that exist already and are not this program's. @default false */
  readonly upsertExistingObjects: boolean;
  /** Count the objects of a cluster that does not answer as gone. @default false */
  readonly deleteUnreachable: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** @param variables the engine's, such as `kubernetes:config:context` */
export function parseSettings(
  variables: ReadonlyMap<string, string>,
  environment: Environment,
): Settings {
  const text = (name: string): string | undefined => {
    const value = variables.get(`kubernetes:config:${name}`);
    return value === "" ? undefined : value;
  };
  const flag = (name: string, variable: string): boolean =>
    (text(name) ?? environment[variable]) === "true";
  return {
    kubeconfig: text("kubeconfig"),
    context: text("context"),
    cluster: text("cluster"),
    namespace: text("namespace"),
    mutable: {
      configMaps: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
      secrets: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
    },
    patchForce: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    upsertExistingObjects: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
    deleteUnreachable: flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
  };
}

export interface SettingFailure {
  readonly property: string;
  readonly reason: string;
}

/** What the official provider can be configured to do and this one cannot. */
export function unsupportedSettings(config: PropertyMap): SettingFailure[] {
  const failures: SettingFailure[] = [];
  const { enableServerSideApply } = config;
  if (enableServerSideApply === false || enableServerSideApply === "false") {
    failures.push({
      property: "enableServerSideApply",
      reason: "false: this provider only knows server-side apply; remove the setting",
    });
  }
  if (config.renderYamlToDirectory !== undefined) {
    failures.push({
      property: "renderYamlToDirectory",
      reason: "this provider renders no manifests; remove the setting",
    });
  }
  return failures;
}

export interface SettingsDiff {
  readonly changed: readonly string[];
  /** Those that lead to another cluster, so that every object has to be made anew. */
  readonly replaces: readonly string[];
}

/**
 * A kubeconfig may change its path or credentials and lead to the same cluster, so it replaces
 * nothing; another context or cluster does. With a `clusterIdentifier`, it alone decides.
 */
export function diffSettings(olds: PropertyMap, news: PropertyMap): SettingsDiff {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  names.delete("version");
  const changed = [...names].filter((name) => !equalProperties(olds[name], news[name]));
  const identified = "clusterIdentifier" in news;
  const identity = identified ? ["clusterIdentifier"] : ["context", "cluster"];
  return {
    changed,
    replaces: changed.filter(
      (name) =>
        (identity.includes(name) && (!identified || name in olds)) ||
        (name === "kubeconfig" && news[name] === UNKNOWN && !identified),
    ),
  };
}
