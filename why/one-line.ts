/** Colours and other sequences that a terminal would obey. */
// eslint-disable-next-line no-control-regex -- those are what is to be found
const escapes = /\u001b(\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)?|[@-Z\\-_])/g;

/**
 * A text of the cluster's as one line with nothing that a terminal would obey.
 *
 * @param longest characters after which it is cut; a message may say at its end what to mend
 */
export function oneLine(said: string, longest = 600): string {
  const plain = said
    .replace(escapes, "")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  return plain.length > longest ? `${plain.slice(0, longest)}…` : plain;
}
