import { agreed } from "../command-line/agreed";
import { runCommand } from "../command-line/run-command";
import { parseArguments } from "./arguments";
import { look } from "./look";
import { repair } from "./repair/repair";
import { isRight, toJson, toText } from "./report";

/** Exit codes besides those of every command. */
const exit = { none: 0, drift: 1 };

runCommand("drift", async (args, { signal, say }) => {
  const { json, repair: isRepair, deletions } = parseArguments(args);
  const mayDelete = (name: string) =>
    json ? Promise.resolve(false) : agreed(`drift: delete ${name}?`);
  const drift = isRepair ? await repair({ deletions, mayDelete, say }, signal) : await look(signal);
  if (json) console.log(toJson(drift));
  (json ? console.error : console.log)(toText(drift));
  return isRight(drift) ? exit.none : exit.drift;
});
