/** Decimals that the databases keep. */
const decimals = 4;

/**
 * An amount as a whole number of ten-thousandths, so that sums are exact.
 *
 * @param text Decimal text without an exponent, such as `12.15`.
 */
export function parseAmount(text: string): bigint {
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  const [, whole = "", fraction = ""] = match ?? [];
  if (match === null || fraction.length > decimals) {
    throw new Error(`"${text}" is not an amount with at most ${decimals} decimals`);
  }
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

/** The decimal text of ten-thousandths, without zeros at the end. */
export function formatAmount(amount: bigint): string {
  const digits = String(amount < 0n ? -amount : amount).padStart(decimals + 1, "0");
  const fraction = digits.slice(-decimals).replace(/0+$/, "");
  const whole = `${amount < 0n ? "-" : ""}${digits.slice(0, -decimals)}`;
  return fraction === "" ? whole : `${whole}.${fraction}`;
}
