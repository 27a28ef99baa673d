/** Why a command ends without what it was asked for. The message is all that a person has to be told. */
export class Refusal extends Error {
  override readonly name: string = "Refusal";
}
