interface Rule {
  readonly letsIn: boolean;
  readonly pattern: string;
}

export interface Dockerignore {
  /** Whether the build does not see a file or folder, by its path in the context, parted by "/". */
  readonly ignores: (path: string) => boolean;
  /** Whether the build may see something in an ignored folder. */
  readonly letsInBelow: (folder: string) => boolean;
}

/**
 * Reads the text of a .dockerignore file: one pattern a line, `!` lets in again, the last match
 * decides, and a pattern that matches a folder matches all that is in it.
 *
 * @throws on `[…]` and `\`, which are not understood here.
 */
export function parseDockerignore(text: string): Dockerignore {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(parseRule);

  return {
    ignores: (path) => {
      const names = path.split("/");
      const fileAndFolders = names.map((_, i) => names.slice(0, i + 1).join("/"));
      const last = rules.findLast(({ pattern }) =>
        fileAndFolders.some((part) => matches(pattern, part)),
      );
      return last !== undefined && !last.letsIn;
    },
    letsInBelow: (folder) =>
      rules.some(({ letsIn, pattern }) => letsIn && reachesBelow(pattern, folder)),
  };
}

function parseRule(line: string): Rule {
  if (/[[\\]/.test(line)) {
    throw new Error(`.dockerignore: "${line}" has [ or \\; expected names, *, ** and ? only`);
  }
  const letsIn = line.startsWith("!");
  const pattern = (letsIn ? line.slice(1).trim() : line).replace(/^\.?\/+|\/+$/g, "");
  return { letsIn, pattern };
}

function reachesBelow(pattern: string, folder: string): boolean {
  const parts = pattern.split("/");
  const names = folder.split("/");
  const anyDepth = parts.findIndex((part) => part.includes("**"));
  const compared = anyDepth === -1 ? names.length : Math.min(anyDepth, names.length);
  const deep = anyDepth !== -1 || parts.length > names.length;
  return deep && names.slice(0, compared).every((name, i) => matches(parts[i] ?? "", name));
}

function matches(pattern: string, path: string): boolean {
  const wildcards: Readonly<Record<string, string>> = {
    "**/": "(.*/)?",
    "**": ".*",
    "*": "[^/]*",
    "?": "[^/]",
  };
  const expression = pattern.replace(
    /\*\*\/|\*\*|[*?.+^${}()|]/g,
    (token) => wildcards[token] ?? `\\${token}`,
  );
  return new RegExp(`^${expression}$`).test(path);
}
