import { RunError } from "@pulumi/pulumi";
import { Refusal } from "../command-line/refusal";
import { parseArguments, usage } from "./arguments";
import { writeFolder } from "./folder";
import { manifestsOf } from "./manifests";
import { record } from "./recorder";
import { stackConfig } from "./stack-config";
import { toStream } from "./yaml";

/** Exit codes: rendered; wrong usage, or it could not be rendered. */
const exit = { rendered: 0, cannotRender: 2 };

async function main(argv: readonly string[]): Promise<void> {
  const args = parseArguments(argv);
  if (args.command === "help") {
    console.log(usage);
    return;
  }
  const { stack, out } = args;
  // The program runs when it is loaded.
  const program = (): unknown => module.require("../index");
  const { registered } = await record(program, stackConfig(stack), stack);
  const manifests = manifestsOf(registered);
  if (out === undefined) {
    process.stdout.write(toStream(manifests));
  } else {
    writeFolder(out, manifests);
    say(`wrote ${manifests.length} files to ${out}`);
  }
}

function say(line: string): void {
  console.error(`render: ${line}`);
}

function fail(error: unknown): void {
  const expected = error instanceof Refusal || RunError.isInstance(error);
  say(expected ? error.message : String((error as Error).stack));
  process.exit(exit.cannotRender);
}

// An output that throws, and one that never gets its value: that ends the process without a word.
process.once("uncaughtException", fail);
process.exitCode = exit.cannotRender;
main(process.argv.slice(2)).then(() => {
  process.exitCode = exit.rendered;
}, fail);
