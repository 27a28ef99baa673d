import { join } from "node:path";
import { runCommand } from "../command-line/run-command";
import { parseArguments } from "./arguments";
import { changeOf } from "./change";
import { formatted } from "./format";
import { readProject, writeChange } from "./project";
import { reportOf } from "./report";

const root = join(__dirname, "..");

runCommand("new", async (args) => {
  const parsed = parseArguments(args);
  const project = readProject(root);
  const { written, changed, undecided } = changeOf(parsed, project);
  const change = {
    written: await formatted(root, written),
    changed: await formatted(root, changed),
    undecided,
  };
  writeChange(root, change);
  console.log(reportOf(change, project.texts));
  return 0;
});
