import { Refusal } from "../command-line/refusal";

/** What was asked for cannot be done. The message names what is wrong and the remedy. */
export class CannotRender extends Refusal {
  override readonly name = "CannotRender";
}
