import { Refusal } from "./refusal";

/** A command line that means nothing; the message says what would. */
export class UsageError extends Refusal {
  override readonly name = "UsageError";
}
