import { parseFlags } from "../command-line/flags";
import { UsageError } from "../command-line/usage-error";

export const usage = "usage: npm run --silent render [-- --stack dev --out FOLDER]";

/** The command line. */
export type Arguments =
  | { readonly command: "help" }
  | {
      readonly command: "render";
      /** Whose configuration is read. */
      readonly stack: string;
      /** Folder that gets a file for each resource; undefined for one stream on stdout. */
      readonly out: string | undefined;
    };

/** @throws UsageError on an unknown argument, or a flag without its value. */
export function parseArguments(args: readonly string[]): Arguments {
  const flags = { help: "switch", stack: "text", out: "text" } as const;
  const { help, stack = "dev", out } = parseFlags(args, flags, usage);
  if (help) return { command: "help" };
  if (stack === "") throw new UsageError(`--stack: no value is given; ${usage}`);
  if (out === "") throw new UsageError(`--out: no value is given; ${usage}`);
  return { command: "render", stack, out };
}
