import { runCommand } from "../command-line/run-command";
import { checkAccess } from "./access/check";
import * as accessReport from "./access/report";
import { parseArguments } from "./arguments";
import { check } from "./traffic/check";
import * as trafficReport from "./traffic/report";

/** Exit codes besides those of every command. */
const exit = { right: 0, wrong: 1 };

runCommand("verify", async (args, { signal, say }) => {
  const { access, json } = parseArguments(args);
  const { isRight, toJson, toText } = access
    ? present(await checkAccess(signal, say), accessReport)
    : present(await check(signal, say), trafficReport);
  if (json) {
    console.log(toJson());
  }
  (json ? console.error : console.log)(toText());
  return isRight() ? exit.right : exit.wrong;
});

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
