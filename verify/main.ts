import { checkAccess } from "./access/check";
import * as accessReport from "./access/report";
import { parseArguments, UsageError } from "./arguments";
import { CannotCheck } from "../cluster/cannot-check";
import { check } from "./check";
import * as trafficReport from "./report";

/** Exit codes: all right; something wrong; wrong usage, or nothing could be checked. */
const exit = { right: 0, wrong: 1, cannotCheck: 2 };
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

async function main(args: readonly string[]): Promise<number> {
  const { access, json } = parseArguments(args);
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    // The first one cleans up; the second one does not wait for that.
    process.once(signal, () => {
      process.exitCode = code;
      stop.abort();
      process.once(signal, () => process.exit(code));
    });
  }
  const { isRight, toJson, toText } = access
    ? present(await checkAccess(stop.signal, say), accessReport)
    : present(await check(stop.signal, say), trafficReport);
  if (json) {
    console.log(toJson());
  }
  (json ? console.error : console.log)(toText());
  return isRight() ? exit.right : exit.wrong;
}

interface Presentation<Report> {
  readonly isRight: (report: Report) => boolean;
  readonly toJson: (report: Report) => string;
  readonly toText: (report: Report) => string;
}

function present<Report>(report: Report, { isRight, toJson, toText }: Presentation<Report>) {
  return {
    isRight: () => isRight(report),
    toJson: () => toJson(report),
    toText: () => toText(report),
  };
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
