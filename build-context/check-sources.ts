import { RunError } from "@pulumi/pulumi/errors";
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { ignoreFile } from "./context-files";
import { dockerfileSources } from "./dockerfile-sources";

/**
 * Finds before a build what it would fail for: an instruction that is not understood, or a source that
 * is not in the context or that the ignore file leaves out.
 *
 * @param context Folder of the build context.
 * @param dockerfile Path of the Dockerfile.
 * @param seen What the build sees, as `contextFiles` lists it.
 * @throws RunError with a line for each fault: file, line, instruction, what is wrong and the remedy.
 */
export function checkSources(context: string, dockerfile: string, seen: readonly string[]): void {
  if (!existsSync(dockerfile)) {
    throw new RunError(`${dockerfile}: not there; an image is made from it`);
  }
  const faults = dockerfileSources(readFileSync(dockerfile, "utf8")).flatMap((source) => {
    const fault =
      "fault" in source ? source.fault : faultOf(source.path, context, dockerfile, seen);
    const place = `${dockerfile}:${source.line}: ${source.instruction}`;
    return fault === undefined ? [] : [`${place}: ${fault}`];
  });
  if (faults.length > 0) throw new RunError(faults.join("\n"));
}

function faultOf(
  path: string,
  context: string,
  dockerfile: string,
  seen: readonly string[],
): string | undefined {
  const file = join(context, path);
  const target = existsSync(file) ? relative(realpathSync(context), realpathSync(file)) : "..";
  if (/^\.\.(\/|$)/.test(target)) {
    return `${path} is not in the build context ${context}; make it there, or name what is there`;
  }
  const isSeen = seen.some((name) => target === "" || `${name}/`.startsWith(`${target}/`));
  if (isSeen) return undefined;
  const ignore = ignoreFile(context, dockerfile);
  return ignore === undefined
    ? `${path} is an empty folder; put a file into it`
    : `${path} is empty or ignored; put a file into it, or let it in by "!${target}" in ${ignore}, below what ignores it`;
}
