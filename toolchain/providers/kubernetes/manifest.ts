import { PropertyMap, PropertyValue, isMap } from "../property-diff";
import { mapAt, without } from "./fields";
import { reveal } from "../rpc/properties";

const SERVER_METADATA = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** The object to apply: inputs without secret wrappers and without what the server alone sets. */
export function manifestOf(inputs: PropertyMap): PropertyMap {
  return foldStringData(withoutServerFields(reveal(inputs)));
}

export function withoutServerFields(object: PropertyMap): PropertyMap {
  const stated = without(object, "status");
  return isMap(object.metadata)
    ? { ...stated, metadata: without(object.metadata, ...SERVER_METADATA) }
    : stated;
}

/** A Secret as the server keeps it: `stringData` is write-only and ends up in `data`. */
function foldStringData(object: PropertyMap): PropertyMap {
  const { stringData } = object;
  if (object.kind !== "Secret" || !isMap(stringData)) return object;
  const data = { ...mapAt(object, "data"), ...mapValues(stringData, encode) };
  return { ...without(object, "stringData"), data };
}

/** Undoes the fold for the keys that `inputs` has in `stringData`. */
export function unfoldStringData(object: PropertyMap, inputs: PropertyMap): PropertyMap {
  if (object.kind !== "Secret" || !isMap(inputs.stringData)) return object;
  const plain = Object.keys(inputs.stringData);
  const data = mapAt(object, "data");
  const rest = without(data, ...plain);
  const unfolded = without(data, ...Object.keys(rest));
  return {
    ...without(object, "data"),
    ...(isMap(inputs.data) || Object.keys(rest).length > 0 ? { data: rest } : {}),
    stringData: mapValues(unfolded, decode),
  };
}

function mapValues(
  object: PropertyMap,
  change: (value: PropertyValue) => PropertyValue,
): PropertyMap {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

function encode(value: PropertyValue): PropertyValue {
  return typeof value === "string" ? Buffer.from(value, "utf8").toString("base64") : value;
}

function decode(value: PropertyValue): PropertyValue {
  return typeof value === "string" ? Buffer.from(value, "base64").toString("utf8") : value;
}
