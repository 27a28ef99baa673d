/**
 * Paths of the build context that a Dockerfile copies into the build.
 *
 * @throws on what could bring in files in a way not understood here: a hash would miss them.
 */
export function copiedPaths(dockerfile: string): string[] {
  const instructions = dockerfile
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("#"))
    .join("\n")
    .replaceAll("\\\n", " ")
    .split("\n")
    .map((line) => line.trim());

  return instructions.flatMap((instruction) => {
    const [verb = "", ...args] = instruction.split(/\s+/);
    if (/^ADD$/i.test(verb) || (/^RUN$/i.test(verb) && instruction.includes("type=bind"))) {
      throw new Error(
        `Dockerfile: "${instruction}" is not understood; expected COPY <path> <path>`,
      );
    }
    if (!/^COPY$/i.test(verb) || args[0]?.startsWith("--from=")) {
      return [];
    }
    if (args.length < 2 || args.some((arg) => /^--|^\[|^<<|[*?$"]/.test(arg))) {
      throw new Error(
        `Dockerfile: "${instruction}" is not understood; expected COPY <path> <path>`,
      );
    }
    return args.slice(0, -1).map((path) => path.replace(/^\.?\/+|\/+$/g, ""));
  });
}
