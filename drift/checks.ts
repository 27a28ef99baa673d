import { type ClusterObject, madeAt } from "./cluster-object";
import { isJsonObject, type Json, listIn, textsIn, valueAt } from "./json";

// `npm run verify` puts these on the cluster for a few minutes. Its labels alone would let anybody's
// objects pass, so each has to be of the form that verify gives it, and young.

const runLabel = "sre-challenge/verify";
const accessLabel = "sre-challenge/verify-access";
/** As long as the pods and certificates of a run live, with time to start, in ms. */
const longestRun = 660_000;

const forms: Readonly<Record<string, (object: ClusterObject) => boolean>> = {
  NetworkPolicy: ({ metadata, spec }) =>
    isOfRun(metadata.name, metadata.labels) &&
    textsIn(valueAt(spec, ["podSelector", "matchLabels"]))[runLabel] ===
      textsIn(metadata.labels)[runLabel],
  Pod: ({ metadata, spec }) =>
    isOfRun(metadata.name, metadata.labels) &&
    Number(valueAt(spec, ["activeDeadlineSeconds"])) <= 300 &&
    valueAt(spec, ["automountServiceAccountToken"]) === false &&
    isProbe(spec),
  Namespace: ({ metadata }) => isOfRun(metadata.name, metadata.labels),
  CertificateSigningRequest: ({ metadata, spec }) =>
    textsIn(metadata.labels)[accessLabel] !== undefined &&
    Number(valueAt(spec, ["expirationSeconds"])) <= 600,
};

/** Whether an object is of a check that runs now, and goes with it. */
export function isOfCheck(object: ClusterObject, now = Date.now()): boolean {
  return now - madeAt(object) < longestRun && (forms[object.kind]?.(object) ?? false);
}

/** What a pod of a run has no need of, and what would give it something. */
const more = ["initContainers", "ephemeralContainers", "hostNetwork", "hostPID", "hostIPC"];
const moreInContainer = ["env", "envFrom", "command", "lifecycle"];

/** Nothing but a server that answers, which never gets ready. */
function isProbe(spec: Json | undefined): boolean {
  const [container, ...others] = listIn(valueAt(spec, ["containers"]));
  return (
    valueAt(container, ["name"]) === "probe" &&
    others.length === 0 &&
    listIn(valueAt(spec, ["readinessGates"])).length > 0 &&
    listIn(valueAt(spec, ["volumes"])).every(hasServiceTokens) &&
    more.every((field) => valueAt(spec, [field]) === undefined) &&
    moreInContainer.every((field) => valueAt(container, [field]) === undefined)
  );
}

/** By which services know the pod. */
function hasServiceTokens(volume: Json): boolean {
  const { name, projected, ...others } = isJsonObject(volume) ? volume : {};
  const sources = listIn(valueAt(projected, ["sources"]));
  return (
    name === "tokens" &&
    sources.length > 0 &&
    sources.every(isServiceToken) &&
    Object.keys(others).length === 0
  );
}

/** For one service alone; the API server's audience is an address. */
function isServiceToken(source: Json): boolean {
  const { serviceAccountToken, ...otherKinds } = isJsonObject(source) ? source : {};
  return (
    Object.keys(otherKinds).length === 0 &&
    /^[a-z][-a-z]*$/.test(textsIn(serviceAccountToken).audience ?? "") &&
    Number(valueAt(serviceAccountToken, ["expirationSeconds"])) <= 600
  );
}

function isOfRun(name: string, labels: Json | undefined): boolean {
  const run = textsIn(labels)[runLabel];
  return run !== undefined && name.startsWith("verify-") && name.endsWith(`-${run}`);
}
