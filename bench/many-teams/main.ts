import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { runCommand } from "../../command-line/run-command";
import { UsageError } from "../../command-line/usage-error";
import { type Part, parts, type Size } from "./size";

const usage = "usage: npm run bench:teams [-- 2 20 100], numbers of teams of 2 or more";

// Pulumi holds all that is being registered, and with each promise a trace: of many teams more than Node gives.
const nodeFlags = ["--stack-trace-limit=0", "--max-old-space-size=8192"];

runCommand("bench:teams", (args, { say }) => {
  const sizes = (args.length === 0 ? ["2", "20", "100"] : args).map(teamsIn);
  console.log(["TEAMS", ...parts.flatMap((part) => [part, "SECONDS", "MB"])].join("\t"));
  for (const teams of sizes) {
    say(`${teams} teams`);
    const program = [...nodeFlags, "--require", "tsx/cjs", join(__dirname, "size.ts")];
    const printed = execFileSync(process.execPath, [...program, String(teams)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const size = JSON.parse(printed) as Size;
    console.log([teams, ...parts.flatMap((part) => columns(size, part))].join("\t"));
  }
  return 0;
});

function teamsIn(text: string): number {
  const teams = Number(text);
  if (!Number.isInteger(teams) || teams < 2) throw new UsageError(`"${text}": ${usage}`);
  return teams;
}

/** A part that was not run has none. */
function columns(size: Size, part: Part): string[] {
  const taken = size[part];
  return taken === undefined
    ? ["-", "-", "-"]
    : [taken.count, taken.seconds.toFixed(1), taken.peak].map(String);
}
