import { runCommand } from "../command-line/run-command";
import { help, parseArguments } from "./arguments";
import { asking, currentConfig } from "./ask";
import { isRight, toJson, toText } from "./report";
import { why } from "./why";

/** Exit codes besides those of every command. */
const exit = { ready: 0, notReady: 1 };

runCommand("why", async (argv, { signal }) => {
  const args = parseArguments(argv);
  if (args.help) {
    console.log(help);
    return exit.ready;
  }
  const cluster = await asking(await currentConfig(), signal);
  try {
    const report = await why(cluster.ask, args.retry);
    if (args.json) console.log(toJson(report));
    (args.json ? console.error : console.log)(toText(report));
    return isRight(report) ? exit.ready : exit.notReady;
  } finally {
    cluster.close();
  }
});
