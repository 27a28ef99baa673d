/** What was asked for cannot be done. The message names what is wrong and the remedy. */
export class CannotRender extends Error {
  override readonly name = "CannotRender";
}
