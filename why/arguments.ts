import { parseFlags } from "../command-line/flags";

const usage = "usage: npm run why [-- --json --retry --help]";

export const help = `${usage}

Says what in the program's namespaces is not as it should be, and why: pods that do not get ready or
may not be made, claims without a volume, services without a ready pod, autoscalers without metrics,
namespaces that do not go away. It changes nothing.

It shows the last lines of the logs of containers that fail. Whoever reads its output reads those.
It never shows Secrets or the values of variables.

  --json    the same as JSON on stdout
  --retry   lets controllers try again at once what they would try again only after minutes, where
            the cause is gone: pods that were refused, and a StatefulSet's pod of an older revision
            that does not get ready, which is deleted. Volumes are left alone.

Exit code: 0 all is ready, 1 something is not, 2 it could not look.`;

/** The command line. */
export interface Arguments {
  readonly help: boolean;
  /** Whether stdout gets JSON, and the text goes to stderr. */
  readonly json: boolean;
  readonly retry: boolean;
}

/** @throws UsageError on any other flag. */
export function parseArguments(args: readonly string[]): Arguments {
  return parseFlags(args, { help: "switch", json: "switch", retry: "switch" }, usage);
}
