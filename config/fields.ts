import { isIPv4 } from "node:net";
import { z } from "zod";

// Each message here is the remedy alone: fault-lines.ts puts field, value and verdict before it.

/** An object of these fields and no others. */
export function settingsObject<Shape extends z.ZodRawShape>(shape: Shape) {
  const fields = Object.keys(shape).join(", ");
  return z
    .strictObject(shape, {
      error: ({ code }) =>
        code === "unrecognized_keys"
          ? `expected one of ${fields}`
          : `expected an object of ${fields}`,
    })
    .readonly();
}

export function text(pattern: RegExp, expected: string) {
  return z.string(`expected ${expected}`).regex(pattern, `expected ${expected}`);
}

export function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z.int(expected).min(min, expected).max(max, expected);
}

/** A list of at least one IPv4 range. */
export function ranges() {
  const expected = "expected an IPv4 range by its first address, such as 10.244.0.0/16";
  const range = z.string(expected).refine(isRange, expected);
  return z.tuple([range], range, "expected a list of IPv4 ranges").readonly();
}

function isRange(value: string): boolean {
  const [address = "", bits = "", ...rest] = value.split("/");
  if (rest.length > 0 || !isIPv4(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
    return false;
  }
  const number = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return number % 2 ** (32 - Number(bits)) === 0;
}
