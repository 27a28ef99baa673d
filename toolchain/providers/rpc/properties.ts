import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { PropertyMap, PropertyValue, isList, isMap } from "../property-diff";

/** What the engine sends for a value that is known only after an update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** Properties of a message; null values of maps count as absent. */
export function fromStruct(struct: Struct | undefined): PropertyMap {
  return struct ? (withoutNulls(struct.toJavaScript()) as PropertyMap) : {};
}

export function toStruct(properties: PropertyMap): Struct {
  return Struct.fromJavaScript(properties);
}

export function secret(value: PropertyValue): PropertyMap {
  return isSecret(value) ? value : { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

export function isSecret(value: PropertyValue | undefined): value is PropertyMap {
  return isMap(value) && value[SIGNATURE_KEY] === SECRET_SIGNATURE;
}

/** The same properties with every secret unwrapped. */
export function reveal(value: PropertyMap): PropertyMap {
  return revealValue(value) as PropertyMap;
}

export function containsSecret(value: PropertyValue): boolean {
  return isSecret(value) || children(value).some(containsSecret);
}

export function containsUnknown(value: PropertyValue): boolean {
  return value === UNKNOWN || children(value).some(containsUnknown);
}

/** Every string that stands inside a secret. */
export function secretStrings(value: PropertyValue): string[] {
  return isSecret(value) ? strings(value.value ?? null) : children(value).flatMap(secretStrings);
}

/**
 * Makes secret in `outputs` what is secret in `inputs`. A map is entered, so that one secret
 * value does not hide its neighbours; a list that holds a secret is secret as a whole, since
 * its order may change.
 */
export function markSecrets(outputs: PropertyMap, inputs: PropertyMap): PropertyMap {
  const marked = Object.entries(outputs).map(([key, output]): [string, PropertyValue] => {
    const input = inputs[key];
    if (input === undefined || isSecret(output)) return [key, output];
    if (isMap(output) && isMap(input) && !isSecret(input)) return [key, markSecrets(output, input)];
    return [key, containsSecret(input) ? secret(output) : output];
  });
  return Object.fromEntries(marked);
}

function children(value: PropertyValue): readonly PropertyValue[] {
  if (isList(value)) return value;
  return isMap(value) ? Object.values(value) : [];
}

function strings(value: PropertyValue): string[] {
  return typeof value === "string" ? [value] : children(value).flatMap(strings);
}

function revealValue(value: PropertyValue): PropertyValue {
  if (isSecret(value)) return revealValue(value.value ?? null);
  return mapChildren(value, revealValue);
}

function withoutNulls(value: PropertyValue): PropertyValue {
  if (!isMap(value)) return mapChildren(value, withoutNulls);
  const kept = Object.entries(value).filter(([, child]) => child !== null);
  return mapChildren(Object.fromEntries(kept), withoutNulls);
}

function mapChildren(
  value: PropertyValue,
  change: (child: PropertyValue) => PropertyValue,
): PropertyValue {
  if (isList(value)) return value.map(change);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child)]));
}
