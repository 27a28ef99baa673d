import { linesByFile } from "../new/report";
import type { Texts } from "../new/edit";
import type { Removal } from "./change";
import type { Kept } from "./kept";

/** What goes from the project, by file and line. */
export function planOf({ changed, deleted }: Removal, before: Texts): string {
  return [
    ...(deleted.length > 0 ? ["Deleted:", ...deleted.map((path) => `  ${path}`)] : []),
    "Changed, where these lines go or become other ones:",
    ...linesByFile([...changed.keys()], changed, before),
  ].join("\n");
}

/** What is deployed of it and holds data, and how that goes. */
export function dataOf(kept: readonly Kept[]): string {
  if (kept.length === 0) return "It keeps no data.";
  return [
    "Its data stays where it is deployed: the next `pulumi up` there refuses to delete",
    ...kept.map(({ object }) => `  ${object}`),
    "until they are let go, after which what they hold is gone for good",
    "(docs/operations.md says how to dump a database):",
    ...kept.map(({ urn }) => `  pulumi state unprotect --yes '${urn}'`),
  ].join("\n");
}

/** Where it is still spoken of. */
export function leftOf(files: readonly string[]): string {
  return files.length === 0
    ? "Nothing else speaks of it. To take it back: git."
    : [
        "Left to you, where its name still stands:",
        ...files.map((file) => `  ${file}`),
        "To take it back: git.",
      ].join("\n");
}
