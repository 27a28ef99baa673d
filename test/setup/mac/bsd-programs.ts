// BSD's programs: those of this system, behind a door that refuses what BSD's lack and turns their
// output into BSD's.

import * as fs from "node:fs";
import * as path from "node:path";
import { systemProgram, type Sandbox } from "../sandbox";
import { programsAbsent, programsLack } from "./lacks";
import { refusal, word } from "./refusal";

/** How BSD's differ where both know the arguments; ON is this system's program. */
const otherwise: Readonly<Record<string, (on: string) => string>> = {
  du: (on) => lines(on, "IFS=$'\\t' read -r size file", `'%4s\\t%s\\n' "$size" "$file"`),
  wc: (on) => lines(on, "read -r line", `'%8s\\n' "$line"`),
  xargs: (on) => `exec ${on} -r "$@"`,
};

const lines = (on: string, read: string, print: string): string =>
  `set -o pipefail\n${on} "$@" | while ${read}; do printf ${print}; done`;

/** Puts them in place of the system's; what a test has faked stays. */
export function replacePrograms(sandbox: Sandbox): void {
  const digest = systemProgram("sha256sum", "shasum");
  sandbox.without(...programsAbsent.split(" "), "shasum");
  put(
    sandbox,
    "shasum",
    digest.endsWith("sha256sum") ? `shift 2\nexec ${digest} "$@"` : `exec ${digest} "$@"`,
  );
  for (const name of fs.readdirSync(sandbox.bin)) {
    const rows = programsLack.filter(({ program }) => program.split("|").includes(name));
    const file = path.join(sandbox.bin, name);
    if (rows.length === 0 || !fs.lstatSync(file).isSymbolicLink()) continue;
    const on = word(fs.readlinkSync(file));
    const refusals = rows.map(
      ({ what, pattern }) =>
        `pattern=${word(`^(${pattern})`)}; [[ ! $* =~ $pattern ]] || refuse ${word(`BSD's ${name}: ${what}`)} "${name} $*"`,
    );
    const body = otherwise[name]?.(on) ?? `exec ${on} "$@"`;
    put(sandbox, name, [refusal(sandbox), ...refusals, body].join("\n"));
  }
}

function put(sandbox: Sandbox, name: string, body: string): void {
  sandbox.without(name);
  // -p: it is a program of its own, and no bash of the Mac's.
  fs.writeFileSync(path.join(sandbox.bin, name), `#!/bin/bash -p\n${body}\n`, { mode: 0o755 });
}
