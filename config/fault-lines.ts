import type { z } from "zod";

const verdicts: Partial<Record<z.core.$ZodIssue["code"], string>> = {
  too_small: "is too small",
  too_big: "is too large",
};

/** A line for each fault, sorted: field, its value, what is wrong with it, and the remedy. */
export function faultLines(raw: unknown, issues: readonly z.core.$ZodIssue[]): string[] {
  const line = (path: readonly PropertyKey[], verdict: string, remedy: string) => {
    const value = valueAt(raw, path);
    const found = value === undefined ? "nothing is set" : `${JSON.stringify(value)} ${verdict}`;
    return `${fieldName(path)}: ${found}; ${remedy}`;
  };
  return issues
    .flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => line([...issue.path, key], "is not a setting", issue.message))
        : [line(issue.path, verdicts[issue.code] ?? "is not valid", issue.message)],
    )
    .sort();
}

/** The path as `pulumi config set --path` takes it, such as `cluster.podCidrs[1]`. */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`))
    .join("")
    .replace(/^\./, "");
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key],
    raw,
  );
}
