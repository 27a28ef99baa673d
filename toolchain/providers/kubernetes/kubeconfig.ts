import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { JSON_SCHEMA, load } from "js-yaml";
import { PropertyMap, isMap } from "../property-diff";
import { mapAt, mapsAt, textAt } from "./fields";

export interface ClusterChoice {
  /** Contents of a kubeconfig, or paths as in $KUBECONFIG. @default $KUBECONFIG or ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** @default the kubeconfig's current context */
  readonly context?: string | undefined;
  /** Cluster to use instead of the context's own. */
  readonly cluster?: string | undefined;
}

/** What a context of a kubeconfig leads to, with paths made absolute. */
export interface ChosenContext {
  readonly cluster: PropertyMap;
  readonly user: PropertyMap;
  /** `default` where the context names none. */
  readonly namespace: string;
}

/** @throws if the context, or the cluster or user that it names, is not there, with those that are. */
export function chooseContext(
  kubeconfig: PropertyMap,
  choice: Omit<ClusterChoice, "kubeconfig">,
): ChosenContext {
  const name = choice.context ?? textAt(kubeconfig, "current-context");
  const remedy = "start the cluster that it belongs to, or name another one";
  const context = named(kubeconfig, "context", name, remedy);
  const user = textAt(context, "user");
  const clusterName = choice.cluster ?? textAt(context, "cluster");
  return {
    cluster: named(kubeconfig, "cluster", clusterName, "name one of them"),
    user: user === "" ? {} : named(kubeconfig, "user", user, "name one of them in the context"),
    namespace: textAt(context, "namespace") || "default",
  };
}

function named(kubeconfig: PropertyMap, what: string, name: string, remedy: string): PropertyMap {
  const entries = mapsAt(kubeconfig, `${what}s`);
  const found = entries.find((entry) => entry.name === name);
  if (found) return mapAt(found, what);
  const names = entries.map((entry) => textAt(entry, "name")).join(", ");
  throw new Error(
    `${what}: "${name}" is not in the kubeconfig, which has ${names || "none"}; ${remedy}`,
  );
}

/** @throws if a file does not exist or is no kubeconfig. */
export function readKubeconfig(source = process.env.KUBECONFIG ?? ""): PropertyMap {
  if (/\n|^\s*\{/.test(source)) return parseKubeconfig("kubeconfig", source, process.cwd());
  const standard = join(homedir(), ".kube", "config");
  const paths = source === "" ? [standard] : source.split(delimiter).filter((path) => path !== "");
  return mergeKubeconfigs(
    paths.map((path) => {
      if (!existsSync(path)) {
        throw new Error(`kubeconfig: ${path} does not exist; start the cluster that writes it`);
      }
      return parseKubeconfig(path, readFileSync(path, "utf8"), dirname(resolve(path)));
    }),
  );
}

/** As kubectl merges: the first to set a name or the current context wins. */
export function mergeKubeconfigs(kubeconfigs: readonly PropertyMap[]): PropertyMap {
  const all = (key: string): PropertyMap[] => kubeconfigs.flatMap((each) => mapsAt(each, key));
  const currents = kubeconfigs.map((each) => textAt(each, "current-context"));
  return {
    "current-context": currents.find((name) => name !== "") ?? "",
    contexts: all("contexts"),
    clusters: all("clusters"),
    users: all("users"),
  };
}

/** @param folder to which the paths in the kubeconfig are relative */
export function parseKubeconfig(origin: string, text: string, folder: string): PropertyMap {
  const parsed = load(text, { schema: JSON_SCHEMA }) as PropertyMap | undefined;
  if (!isMap(parsed)) throw new Error(`${origin}: not a kubeconfig; expected a YAML or JSON map`);
  const absolute = (kind: string, files: readonly string[]): PropertyMap[] =>
    mapsAt(parsed, `${kind}s`).map((entry) => {
      const body = mapAt(entry, kind);
      const resolved = files
        .filter((file) => file in body)
        .map((file): [string, string] => [file, resolve(folder, textAt(body, file))]);
      return { ...entry, [kind]: { ...body, ...Object.fromEntries(resolved) } };
    });
  return {
    ...parsed,
    clusters: absolute("cluster", ["certificate-authority"]),
    users: absolute("user", ["client-certificate", "client-key", "tokenFile"]),
  };
}
