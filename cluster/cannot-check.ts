import { Refusal } from "../command-line/refusal";

/** What is to be checked is not there, or cannot be asked. The message names the remedy. */
export class CannotCheck extends Refusal {
  override readonly name = "CannotCheck";
}

/** The text of whatever was thrown: an error, an event of a WebSocket, or anything else. */
export function messageOf(thrown: unknown): string {
  const { message } = Object(thrown) as { message?: unknown };
  return typeof message === "string" ? message : String(thrown);
}
