import {
  Add,
  Copy,
  type Dockerfile,
  DockerfileParser,
  type Instruction,
  Keyword,
  Run,
} from "dockerfile-ast";
import { posix } from "node:path";

type Found = { readonly path: string } | { readonly fault: string };

/** A path of the build context that an instruction reads, or what is wrong with the instruction. */
export type Source = Found & { readonly line: number; readonly instruction: string };

/**
 * What the instructions of a Dockerfile read of its context by name, in their order: `COPY`, `ADD` and
 * `RUN --mount` of type bind, which is the implied one. Paths are parted by "/", without "/" or ".." at
 * their beginning, as BuildKit takes them; "." is all of the context.
 *
 * Left out is what cannot be known before a build, or need not be there: wildcards, which may match
 * nothing; an instruction with a heredoc; escaped letters, and quotes within a word; variables with no
 * value here or with a modifier, as in `${FOLDER:-apps}`; and the triggers of `ONBUILD`, which are for
 * another build.
 *
 * dockerfile-ast 0.7.1, which joins the lines and finds the heredocs, differs from BuildKit in these: it
 * makes one blank of several in a JSON string, resolves no variable in a variable's value, which is left
 * out, and ends no heredoc whose name has a blank, whose text then is a fault. None of it changes a hash.
 *
 * @returns a fault in the place of a path where an instruction is not understood.
 */
export function dockerfileSources(text: string): Source[] {
  const dockerfile = DockerfileParser.parse(text);
  return dockerfile.getInstructions().flatMap((parsed) => {
    const line = parsed.getRange().start.line + 1;
    const instruction = parsed.getKeyword();
    return found(parsed, dockerfile).map((one) => ({ line, instruction, ...one }));
  });
}

function found(instruction: Instruction, dockerfile: Dockerfile): Found[] {
  if (instruction instanceof Copy || instruction instanceof Add) {
    return copied(instruction, dockerfile);
  }
  if (instruction instanceof Run) return mounted(instruction);
  if (instruction.getKeyword() in Keyword) return [];
  return [{ fault: `is no instruction; expected one of ${Object.keys(Keyword).join(", ")}` }];
}

function copied(instruction: Add | Copy, dockerfile: Dockerfile): Found[] {
  const flags = instruction.getFlags().map((flag) => flag.getName());
  const values = instruction.getArguments().map((argument) => argument.getValue());
  if (flags.includes("from") || values.some((value) => value.startsWith("<<"))) return [];
  const words = jsonStrings(values.join(" ")) ?? values;
  if (words.length < 2) return [{ fault: "names no source and destination; expected both" }];

  const { line } = instruction.getRange().start;
  const valueOf = (whole: string, braced?: string, bare?: string): string =>
    dockerfile.resolveVariable(braced ?? bare ?? "", line) ?? whole;
  return words.slice(0, -1).flatMap((word): Found[] => {
    if (/^(https?|git|ssh):\/\/|^git@/.test(word)) {
      if (flags.includes("checksum")) return [];
      return [{ fault: `${word} may change while its tag stays; add --checksum=sha256:…` }];
    }
    if (word.includes("\\")) return [];
    return known(word.replace(/^(["'])(.*)\1$/, "$2").replace(/\$(?:\{(\w+)\}|(\w+))/g, valueOf));
  });
}

function jsonStrings(text: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list) && list.every((word) => typeof word === "string")) return list;
  } catch {
    // Docker, too, takes for words what is no JSON.
  }
  return undefined;
}

const mountTypes = ["bind", "cache", "secret", "ssh", "tmpfs"];
const mountOptions = (
  "type from source src target dst destination readonly ro readwrite rw id sharing mode uid gid size " +
  "required env"
).split(" ");

function mounted(instruction: Run): Found[] {
  const mounts = instruction.getFlags().filter((flag) => flag.getName() === "mount");
  return mounts.flatMap((flag): Found[] => {
    const pairs = (flag.getValue() ?? "").replace(/["']/g, "").split(",");
    const options = new Map(
      pairs.map((pair) => {
        const [name = "", ...value] = pair.split("=");
        return [name.toLowerCase(), value.join("=")];
      }),
    );
    const unknown = [...options.keys()].find((name) => !mountOptions.includes(name));
    if (unknown !== undefined) {
      return [{ fault: `--mount has no "${unknown}"; expected one of ${mountOptions.join(", ")}` }];
    }
    const type = options.get("type")?.toLowerCase() ?? "bind";
    if (!mountTypes.includes(type)) {
      return [{ fault: `--mount has no type ${type}; expected one of ${mountTypes.join(", ")}` }];
    }
    if (type !== "bind" || options.has("from")) return [];
    return known(options.get("source") ?? options.get("src") ?? "");
  });
}

function known(path: string): Found[] {
  return /[$*?[\\"']/.test(path) ? [] : [{ path: posix.join("/", path, ".").slice(1) || "." }];
}
