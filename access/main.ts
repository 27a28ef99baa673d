import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../command-line/run-command";
import { programOutputs } from "../render/outputs";
import { parseArguments } from "./arguments";
import { loadMatrix } from "./matrix";
import { matrixPage } from "./table";
import { whoCan } from "./who-can";

const page = "docs/access-matrix.md";

runCommand("access", async (args) => {
  const matrix = loadMatrix(await programOutputs());
  const parsed = parseArguments(args, matrix);
  if (parsed.command === "who-can") {
    console.log(whoCan(parsed, matrix));
  } else {
    writeFileSync(join(__dirname, "..", page), matrixPage());
    console.log(`wrote ${page}`);
  }
  return 0;
});
