const units: Record<string, number> = { m: 1e-3, "": 1, Mi: 2 ** 20, Gi: 2 ** 30 };

/** What a quantity of Kubernetes amounts to, in processors, bytes or pieces; NaN if it is none. */
export function amount(quantity: string | undefined): number {
  const [, digits, unit] = /^(\d+)(m|Mi|Gi|)$/.exec(quantity ?? "") ?? [];
  return Number(digits) * (units[unit ?? "?"] ?? NaN);
}
