import { parseFlags } from "../command-line/flags";
import { runCommand } from "../command-line/run-command";
import { look } from "./look";
import { isWell, toText } from "./report";

/** Exit codes besides those of every command. */
const exit = { well: 0, wrong: 1 };

runCommand("status", async (args, { signal }) => {
  parseFlags(args, {}, "usage: npm run status");
  const status = await look(signal);
  const now = Date.now();
  console.log(toText(status, now));
  return isWell(status, now) ? exit.well : exit.wrong;
});
