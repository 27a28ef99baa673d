/** A shorter secret hides nothing, and to blank it out would garble every message. */
const SHORTEST_SECRET = 4;

/** Blanks out `secrets` in what a person gets to read, the longest first. */
export function hider(secrets: readonly string[]): (text: string) => string {
  const hidden = secrets
    .filter((value) => value.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  return (text) => hidden.reduce((rest, value) => rest.replaceAll(value, "[secret]"), text);
}
