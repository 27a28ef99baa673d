import type { Change } from "./change";
import type { Texts } from "./edit";

/** What was done, by file and line, and what is left to a person. */
export function reportOf({ written, changed, undecided }: Change, before: Texts): string {
  return [
    ...(written.size > 0 ? ["Written:", ...[...written.keys()].map((path) => `  ${path}`)] : []),
    "Changed, where these lines are new or other ones:",
    ...linesByFile([...changed.keys()], before, changed),
    "Left to you:",
    ...undecided.map((one) => `  - ${one}`),
    "To see it proved: bash setup.sh, then npm run verify. To take it back before that: git.",
  ].join("\n");
}

/** Each file, and the lines that it has in `texts` and not in `others`. */
export function linesByFile(paths: readonly string[], others: Texts, texts: Texts): string[] {
  return paths.flatMap((path) => [
    `  ${path}`,
    ...newLines(others.get(path) ?? "", texts.get(path) ?? "").map(
      ([at, line]) => `${String(at).padStart(7)}  ${line}`,
    ),
  ]);
}

/** The lines of a text that a former one has not, in its order, with their numbers. */
export function newLines(former: string, text: string): readonly (readonly [number, string])[] {
  const [old, now] = [former.split("\n"), text.split("\n")];
  // How many lines the rests of both have in common, from one line of each on.
  const common = Array.from({ length: old.length + 1 }, () =>
    Array<number>(now.length + 1).fill(0),
  );
  const from = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const row = common[i];
      if (row === undefined) continue;
      row[j] =
        old[i] === now[j] ? from(i + 1, j + 1) + 1 : Math.max(from(i + 1, j), from(i, j + 1));
    }
  }
  const found: [number, string][] = [];
  let i = 0;
  for (const [j, line] of now.entries()) {
    while (i < old.length && old[i] !== line && from(i + 1, j) === from(i, j)) i++;
    if (old[i] === line) i++;
    else found.push([j + 1, line]);
  }
  return found;
}
