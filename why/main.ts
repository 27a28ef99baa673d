import { CannotCheck } from "../cluster/cannot-check";
import { help, parseArguments, UsageError } from "./arguments";
import { asking, currentConfig } from "./ask";
import { isRight, toJson, toText } from "./report";
import { why } from "./why";

/** Exit codes: all is ready; something is not; wrong usage, or it could not be looked. */
const exit = { ready: 0, notReady: 1, cannotLook: 2 };
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

async function main(argv: readonly string[]): Promise<number> {
  const args = parseArguments(argv);
  if (args.help) {
    console.log(help);
    return exit.ready;
  }
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      process.exitCode = code;
      stop.abort();
    });
  }
  const cluster = await asking(await currentConfig(), stop.signal);
  try {
    const report = await why(cluster.ask, args.retry);
    if (args.json) console.log(toJson(report));
    (args.json ? console.error : console.log)(toText(report));
    return isRight(report) ? exit.ready : exit.notReady;
  } finally {
    cluster.close();
  }
}

function say(line: string): void {
  console.error(`why: ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (process.exitCode !== undefined) {
      say("interrupted");
    } else {
      const expected = error instanceof CannotCheck || error instanceof UsageError;
      say(expected ? error.message : String((error as Error).stack));
      process.exitCode = exit.cannotLook;
    }
  },
);
