import { parseArguments, UsageError } from "./arguments";
import { CannotCheck } from "./cannot-check";
import { check } from "./check";
import { isRight, toJson, toText } from "./report";

/** Exit codes: all right; something wrong; wrong usage, or nothing could be checked. */
const exit = { right: 0, wrong: 1, cannotCheck: 2 };
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

async function main(args: readonly string[]): Promise<number> {
  const { json } = parseArguments(args);
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    // The first one cleans up; the second one does not wait for that.
    process.once(signal, () => {
      process.exitCode = code;
      stop.abort();
      process.once(signal, () => process.exit(code));
    });
  }
  const report = await check(stop.signal, say);
  if (json) {
    console.log(toJson(report));
  }
  (json ? console.error : console.log)(toText(report));
  return isRight(report) ? exit.right : exit.wrong;
}

function say(line: string): void {
  console.error(`verify: ${line}`);
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
      process.exitCode = exit.cannotCheck;
    }
  },
);
