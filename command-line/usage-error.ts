/** A command line that means nothing; the message says what would. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
