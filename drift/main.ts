import { createInterface } from "node:readline/promises";
import { CannotCheck } from "../cluster/cannot-check";
import { parseArguments, UsageError } from "./arguments";
import { look } from "./look";
import { repair } from "./repair/repair";
import { isRight, toJson, toText } from "./report";

/** Exit codes: no drift; drift; wrong usage, or it could not be looked. */
const exit = { none: 0, drift: 1, cannotLook: 2 };
const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

async function main(args: readonly string[]): Promise<number> {
  const { json, repair: isRepair, deletions } = parseArguments(args);
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      process.exitCode = code;
      stop.abort();
    });
  }
  const mayDelete = json ? () => Promise.resolve(false) : agreed;
  const drift = isRepair
    ? await repair({ deletions, mayDelete, say }, stop.signal)
    : await look(stop.signal);
  if (json) console.log(toJson(drift));
  (json ? console.error : console.log)(toText(drift));
  return isRight(drift) ? exit.none : exit.drift;
}

/** Asks a person, if one is there. */
async function agreed(name: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`drift: delete ${name}? [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

function say(line: string): void {
  console.error(`drift: ${line}`);
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
