import type { Condition } from "./guardrail";

/** The operator `in` takes no list of known and unknown types. */
export function isOneOf(value: string, others: readonly string[]): string {
  return others.map((other) => `${value} == ${other}`).join(" || ");
}

interface Fault {
  /** CEL over `one`. */
  readonly isFine: string;
  readonly field: string;
  readonly fault: string;
  readonly remedy: string;
}

/** Names those that are not fine. */
export function eachOf(list: string, { isFine, field, fault, remedy }: Fault): Condition {
  return {
    expression: `${list}.all(one, ${isFine})`,
    message:
      `'${field}: "' + ${list}.filter(one, !(${isFine})).map(one, one.name).join(', ') + ` +
      `'" ${fault}; ${remedy}'`,
  };
}
