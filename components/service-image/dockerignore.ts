interface Rule {
  readonly letsIn: boolean;
  readonly expression: RegExp;
}

/**
 * Reads the text of a .dockerignore file: one pattern a line, `!` lets in again, the last match
 * decides, and a pattern that matches a folder matches all that is in it.
 *
 * @returns whether the build does not see a file, given its path in the context, parted by "/".
 * @throws on `[…]` and `\`, which are not understood here.
 */
export function parseDockerignore(text: string): (path: string) => boolean {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseRule);

  return (path) => {
    const names = path.split("/");
    const fileAndFolders = names.map((_, i) => names.slice(0, i + 1).join("/"));
    const last = rules.findLast(({ expression }) =>
      fileAndFolders.some((part) => expression.test(part)),
    );
    return last !== undefined && !last.letsIn;
  };
}

function parseRule(line: string): Rule {
  if (/[[\\]/.test(line)) {
    throw new Error(`.dockerignore: "${line}" has [ or \\; expected names, *, ** and ? only`);
  }
  const letsIn = line.startsWith("!");
  const pattern = (letsIn ? line.slice(1).trim() : line).replace(/^\.?\/+|\/+$/g, "");
  return { letsIn, expression: new RegExp(`^${toExpression(pattern)}$`) };
}

function toExpression(pattern: string): string {
  const wildcards: Readonly<Record<string, string>> = {
    "**/": "(.*/)?",
    "**": ".*",
    "*": "[^/]*",
    "?": "[^/]",
  };
  return pattern.replace(/\*\*\/|\*\*|[*?.+^${}()|]/g, (token) => wildcards[token] ?? `\\${token}`);
}
