/** An object was not written, or not deleted; the message says why. */
export class LeftAlone extends Error {
  override readonly name = "LeftAlone";
}
