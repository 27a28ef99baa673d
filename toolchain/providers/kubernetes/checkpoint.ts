import { PropertyMap, PropertyValue, isMap } from "../property-diff";
import { mapAt, without } from "./fields";
import { metadataOf } from "./metadata";
import { UNKNOWN, markSecrets } from "../rpc/properties";

/** What stands in the state beside the live object, under the official provider's names. */
export interface Bookkeeping {
  readonly inputs: PropertyMap;
  readonly initialApiVersion: string;
  readonly fieldManager: string;
}

/** The outputs of a resource: the live object and the bookkeeping, secrets marked. */
export function checkpoint(live: PropertyMap, { inputs, ...names }: Bookkeeping): PropertyMap {
  return {
    ...markSecrets(live, inputs),
    __inputs: inputs,
    __initialApiVersion: names.initialApiVersion,
    __fieldManager: names.fieldManager,
  };
}

/** The recorded bookkeeping, as far as the outputs have it. */
export function recorded(outputs: PropertyMap): Partial<Bookkeeping> {
  const {
    __inputs: inputs,
    __initialApiVersion: initialApiVersion,
    __fieldManager: fieldManager,
  } = outputs;
  return {
    ...(isMap(inputs) ? { inputs } : {}),
    ...(typeof initialApiVersion === "string" ? { initialApiVersion } : {}),
    ...(typeof fieldManager === "string" ? { fieldManager } : {}),
  };
}

/**
 * A dry run's new object without the status, which it does not have yet, and with what the server
 * made up for this run alone as unknown: the real object will get other ones.
 */
export function previewed(object: PropertyMap, manifest: PropertyMap): PropertyMap {
  const preview = {
    ...without(object, "status"),
    metadata: {
      ...without(metadataOf(object), "managedFields"),
      ...unknown(["creationTimestamp", "uid"]),
    },
  };
  if (object.kind !== "Service") return preview;
  const spec = mapAt(object, "spec");
  const chosen = mapAt(manifest, "spec");
  const addresses = ["clusterIP", "clusterIPs"].filter((key) => key in spec && !(key in chosen));
  return { ...preview, spec: { ...spec, ...unknown(addresses) } };
}

function unknown(keys: readonly string[]): Record<string, PropertyValue> {
  return Object.fromEntries(keys.map((key) => [key, UNKNOWN]));
}
