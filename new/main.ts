import { join } from "node:path";
import { runCommand } from "../command-line/run-command";
import { parseArguments } from "./arguments";
import { changeOf } from "./change";
import { PlaceNotFound } from "./edit";
import { formatted } from "./format";
import { readProject, writeChange } from "./project";
import { reportOf } from "./report";

const root = join(__dirname, "..");
const cannotMake = 2;

runCommand("new", async (args, { say }) => {
  const parsed = parseArguments(args);
  const project = readProject(root);
  try {
    const change = await formatted(root, changeOf(parsed, project));
    writeChange(root, change);
    console.log(reportOf(change, project.texts));
    return 0;
  } catch (error) {
    if (!(error instanceof PlaceNotFound)) throw error;
    say(error.message);
    return cannotMake;
  }
});
