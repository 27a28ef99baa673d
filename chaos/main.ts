import { runCommand } from "../command-line/run-command";
import { parseArguments } from "./arguments";
import { run } from "./run";
import { faultsFound, provesNothing, verdictLine } from "./verdict";

/** Exit codes besides those of every command; 2 says too that nothing can be said. */
const exit = { held: 0, violated: 1, cannotSay: 2 };

/** How many violations are told one by one. */
const told = 20;

runCommand("chaos", async (argv, { signal, say }) => {
  const args = parseArguments(argv);
  signal.addEventListener("abort", () => {
    say("putting everything back");
  });
  say(`seed ${args.seed}, ${args.payments} payments, ${args.minutes} minutes of faults`);
  const outcome = await run(args, signal, say);
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
});
