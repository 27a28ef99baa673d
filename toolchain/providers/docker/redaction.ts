import type { PropertyMap } from "../property-diff";
import { secretStrings } from "../rpc/properties";

/** A shorter secret hides nothing, and to blank it out would garble every message. */
const SHORTEST_SECRET = 4;

/** Blanks out the secrets of `inputs` in what a person gets to read. */
export function hider(inputs: PropertyMap): (text: string) => string {
  const secrets = secretStrings(inputs)
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
}
