import { Refusal } from "./refusal";

const signals = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };
const cannotSay = 2;

/** Tells a person what goes on, in one line on stderr. */
export type Say = (line: string) => void;

/** What a command has besides its arguments. */
export interface Running {
  /** Aborted by the first SIGHUP, SIGINT or SIGTERM; a second one does not wait for what that ends. */
  readonly signal: AbortSignal;
  readonly say: Say;
}

/**
 * Runs a command of `npm run`. It exits with what `main` returns, with 2 if that throws, and with
 * 128 and the signal's number if it was interrupted.
 */
export function runCommand(
  name: string,
  main: (args: readonly string[], running: Running) => number | Promise<number>,
): void {
  const say: Say = (line) => {
    console.error(`${name}: ${line}`);
  };
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(code));
      process.exitCode = code;
      say("interrupted");
      stop.abort();
    });
  }
  const run = async () => main(process.argv.slice(2), { signal: stop.signal, say });
  run().then(
    (code) => {
      process.exitCode ??= code;
    },
    (error: unknown) => {
      if (process.exitCode !== undefined) return;
      say(error instanceof Refusal ? error.message : String((error as Error).stack));
      process.exitCode = cannotSay;
    },
  );
}
