import { UsageError } from "../verify/arguments";
import { CannotCheck } from "../cluster/cannot-check";
import { parseArguments } from "./arguments";
import { run } from "./run";
import { faultsFound, provesNothing, verdictLine } from "./verdict";

/** Exit codes: the promise held; it did not; wrong usage, or nothing can be said. */
const exit = { held: 0, violated: 1, cannotSay: 2 };
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** How many violations are told one by one. */
const told = 20;

async function main(argv: readonly string[]): Promise<number> {
  const args = parseArguments(argv);
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    // The first one puts everything back; the second one does not wait for that.
    process.once(signal, () => {
      process.exitCode = code;
      say("interrupted: putting everything back");
      stop.abort();
      process.once(signal, () => process.exit(code));
    });
  }
  say(`seed ${args.seed}, ${args.payments} payments, ${args.minutes} minutes of faults`);
  const outcome = await run(args, stop.signal, say);
  const found = faultsFound(outcome);
  for (const what of found.slice(0, told)) {
    say(what);
  }
  if (found.length > told) {
    say(`and ${found.length - told} more`);
  }
  console.log(verdictLine(outcome));
  if (found.length > 0) {
    return exit.violated;
  }
  return provesNothing(outcome) === undefined ? exit.held : exit.cannotSay;
}

function say(line: string): void {
  console.error(`chaos: ${line}`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (process.exitCode === undefined) {
      const expected = error instanceof CannotCheck || error instanceof UsageError;
      say(expected ? error.message : String((error as Error).stack));
      process.exitCode = exit.cannotSay;
    }
  },
);
