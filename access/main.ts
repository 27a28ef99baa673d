import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArguments, UsageError } from "./arguments";
import { loadMatrix } from "./matrix";
import { matrixPage } from "./table";
import { whoCan } from "./who-can";

const page = "docs/access-matrix.md";

function main(args: readonly string[]): void {
  const matrix = loadMatrix();
  const parsed = parseArguments(args, matrix);
  if (parsed.command === "who-can") {
    console.log(whoCan(parsed, matrix));
  } else {
    writeFileSync(join(__dirname, "..", page), matrixPage(matrix));
    console.log(`wrote ${page}`);
  }
}

try {
  main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`access: ${error.message}`);
  process.exitCode = 2;
}
