import type { FieldPath } from "./field-path";
import { isJsonList, isJsonObject, type Json } from "./json";

// How Pulumi's engine marks a secret in a stack's state.
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** A value without the envelopes of its secrets, and where these stood. */
export interface Unwrapped {
  readonly value: Json;
  readonly secrets: readonly FieldPath[];
}

/** Takes the secrets of a state that was exported with `--show-secrets` out of their envelopes. */
export function unwrapped(value: Json, path: FieldPath = []): Unwrapped {
  if (isJsonList(value)) {
    const parts = value.map((element, index) => unwrapped(element, [...path, { index }]));
    return { value: parts.map((part) => part.value), secrets: parts.flatMap((it) => it.secrets) };
  }
  if (!isJsonObject(value)) return { value, secrets: [] };
  if (value[signature] === secretSignature) {
    if (typeof value.plaintext !== "string") throw new Error("a secret of the state is encrypted");
    return { value: unwrapped(JSON.parse(value.plaintext) as Json).value, secrets: [path] };
  }
  const parts = Object.entries(value).map(
    ([field, inner]) => [field, unwrapped(inner, [...path, field])] as const,
  );
  return {
    value: Object.fromEntries(parts.map(([field, part]) => [field, part.value])),
    secrets: parts.flatMap(([, part]) => part.secrets),
  };
}
