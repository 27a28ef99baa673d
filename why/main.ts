import { askAsKnown } from "../cluster/api-client";
import { connect } from "../cluster/connection";
import { runCommand } from "../command-line/run-command";
import { help, parseArguments } from "./arguments";
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
  const { client } = await connect(signal);
  try {
    const report = await why((request) => askAsKnown(client, request), args.retry);
    if (args.json) console.log(toJson(report));
    (args.json ? console.error : console.log)(toText(report));
    return isRight(report) ? exit.ready : exit.notReady;
  } finally {
    client.close();
  }
});
