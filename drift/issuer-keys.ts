import type { Asker } from "../cluster/api-client";
import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import type { Note } from "./drift";
import {
  canonical,
  isJsonList,
  isJsonObject,
  type Json,
  listIn,
  textsIn,
  valueAt,
  withValueAt,
} from "./json";
import type { Program } from "./program";

// By the keys in these ConfigMaps services know who calls them. What copies them there looks every
// minute; whoever writes faster decides who is who.

/** Name of these ConfigMaps, and of the Deployment whose pod copies the keys. */
export const keysCopier = "issuer-keys";

/** Where they have the keys. */
export const keysFile = "jwks.json";

const field = ["data", keysFile];

/**
 * The keys of the cluster's own issuer, a JSON Web Key Set; undefined if it does not say them, or is
 * not the one that services are told to look for in a token. The paths are the API server's own:
 * https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery
 */
export async function issuersKeys(client: Asker, program: Program): Promise<string | undefined> {
  const said = async (path: string, accept: string) => {
    const answer = await client.ask({ method: "GET", path, headers: { accept } });
    return answer.status === 200 ? (answer.body as Json) : undefined;
  };
  const [document, keys] = await Promise.all([
    said("/.well-known/openid-configuration", "application/json"),
    said("/openid/v1/jwks", "application/jwk-set+json"),
  ]);
  const wanted = issuerOf(program);
  const isWanted = wanted === undefined || valueAt(document, ["issuer"]) === wanted;
  const hasKeys = keys !== undefined && listIn(valueAt(keys, ["keys"])).length > 0;
  return isWanted && hasKeys ? JSON.stringify(keys) : undefined;
}

/** Whose keys are to be copied, as the copier is told; undefined without one. */
function issuerOf({ objects }: Program): string | undefined {
  return objects
    .filter(({ inputs }) => inputs.kind === "Deployment" && inputs.metadata.name === keysCopier)
    .flatMap(({ inputs }) => listIn(valueAt(inputs.spec, ["template", "spec", "containers"])))
    .flatMap((container) => listIn(valueAt(container, ["env"])))
    .map(textsIn)
    .find(({ name }) => name === "KEYS_ISSUER")?.value;
}

function isCopy({ kind, metadata }: ClusterObject): boolean {
  return kind === "ConfigMap" && metadata.name === keysCopier;
}

/** The inputs with the issuer's keys: in the words that are there, if they say just these. */
export function withIssuersKeys(
  inputs: ClusterObject,
  live: ClusterObject,
  { issuersKeys: keys }: Program,
): ClusterObject {
  if (!isCopy(inputs) || keys === undefined) return inputs;
  const found = textOf(valueAt(live, field));
  const isRight = canonical(keySet(found)) === canonical(keySet(keys));
  return withValueAt(inputs, field, isRight ? found : keys) as ClusterObject;
}

/** An object as it is compared: the keys one by one, in any order. */
export function withKeySet(object: ClusterObject): ClusterObject {
  if (!isCopy(object)) return object;
  return withValueAt(object, field, keySet(textOf(valueAt(object, field)))) as ClusterObject;
}

/** What a text says; the text itself if it is no object, or says something twice: readers differ then. */
function keySet(text: string): Json {
  if (text === "") return { keys: [] };
  try {
    const said = JSON.parse(text) as Json;
    const isPlain = withoutSpace(JSON.stringify(said)) === withoutSpace(text);
    if (!isJsonObject(said) || !isPlain) return text;
    const { keys } = said;
    return isJsonList(keys) ? { ...said, keys: sorted(keys) } : said;
  } catch {
    return text;
  }
}

function withoutSpace(json: string): string {
  return json.replace(/\s/g, "");
}

function sorted(keys: readonly Json[]): readonly Json[] {
  return [...keys].sort((one, other) => (canonical(one) < canonical(other) ? -1 : 1));
}

/** One note for all copies, where their keys could not be compared. */
export function notCompared({ objects, issuersKeys: keys }: Program): readonly Note[] {
  const copy = objects.map(({ inputs }) => inputs).find(isCopy);
  if (copy === undefined || keys !== undefined) return [];
  const reason =
    "nobody knows whose keys these are, nor those of that name elsewhere: the cluster does not say " +
    "its issuer's at /openid/v1/jwks, or its issuer is not the stack's";
  return [{ object: nameOf(copy), reason }];
}
