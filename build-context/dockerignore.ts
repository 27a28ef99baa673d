import { RunError } from "@pulumi/pulumi/errors";
import { posix } from "node:path";

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
 * Reads the text of a .dockerignore file: one pattern a line, `!` lets in again, the last match decides,
 * and a pattern that matches a folder matches all that is in it.
 *
 * Docker reads it in two ways, and what either lets in counts as seen, lest the build get a file that no
 * hash has. moby/patternmatcher 0.6.1 does as said in `MatchesOrParentMatches`, by which Pulumi's provider
 * hashes a context. In `MatchesUsingParentResults`, by which BuildKit gets the files, a pattern does not
 * hold for what is in a folder that was as the pattern wants it already: after `app*`, `!app/main.go` and
 * `app` the build sees `app/main.go`. `@balena/dockerignore` 1.0.2 knows the first way alone.
 *
 * @param file Named in an error.
 * @throws RunError with file and line at a pattern that is not understood here, or not by Docker.
 */
export function parseDockerignore(text: string, file = ".dockerignore"): Dockerignore {
  const rules = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .flatMap((line, i) =>
      /^#|^\s*$/.test(line) ? [] : [parseRule(line.trim(), `${file}:${i + 1}`)],
    );
  return {
    ignores: (path) => {
      const names = path.split("/");
      const foldersAndFile = names.map((_, i) => names.slice(0, i + 1).join("/"));
      return (
        ignoredByLastMatch(rules, foldersAndFile) && ignoredFolderByFolder(rules, foldersAndFile)
      );
    },
    letsInBelow: (folder) =>
      rules.some(({ letsIn, pattern }) => letsIn && reachesBelow(pattern, folder)),
  };
}

function ignoredByLastMatch(rules: readonly Rule[], foldersAndFile: readonly string[]): boolean {
  const last = rules.findLast(({ pattern }) =>
    foldersAndFile.some((path) => matches(pattern, path)),
  );
  return last !== undefined && !last.letsIn;
}

function ignoredFolderByFolder(rules: readonly Rule[], foldersAndFile: readonly string[]): boolean {
  let ignored = false;
  const matched = new Set<Rule>();
  for (const path of foldersAndFile) {
    ignored = false;
    for (const rule of rules) {
      if (rule.letsIn === ignored && matches(rule.pattern, path)) matched.add(rule);
      if (matched.has(rule)) ignored = !rule.letsIn;
    }
  }
  return ignored;
}

function parseRule(line: string, place: string): Rule {
  if (line === "!" || /[[\\^{|}]|[^!/\s]\*\*|\*\*[^/]/.test(line)) {
    throw new RunError(
      `${place}: "${line}" has one of [ \\ ^ { | }, or ** beside letters, or is ! alone; ` +
        "expected names, *, ? and **, the last one as a whole name",
    );
  }
  const letsIn = line.startsWith("!");
  const path = posix.normalize(letsIn ? line.slice(1).trim() : line);
  return { letsIn, pattern: path.replace(/^\/|\/$/g, "") };
}

function reachesBelow(pattern: string, folder: string): boolean {
  const parts = pattern.split("/");
  const names = folder.split("/");
  const anyDepth = parts.indexOf("**");
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
    /\*\*\/|\*\*|[*?.+$()]/g,
    (token) => wildcards[token] ?? `\\${token}`,
  );
  return new RegExp(`^${expression}$`).test(path);
}
