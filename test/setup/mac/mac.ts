// A Mac, made of a sandbox on Linux: its shell, its programs, brew, and no /proc.

import * as fs from "node:fs";
import * as path from "node:path";
import type { Sandbox } from "../sandbox";
import { replacePrograms } from "./bsd-programs";
import { ageBash } from "./old-bash";

/** Makes the machine a Mac, with brew, whose formulae are the programs given. */
export function becomeMac(sandbox: Sandbox, formulae: Readonly<Record<string, string>>): void {
  sandbox.fake("uname", "echo Darwin");
  installBrew(sandbox, formulae);
  if (process.platform === "darwin") return;
  sandbox.edit("shell/process", "/proc/", "/no/proc/");
  ageBash(sandbox);
  replacePrograms(sandbox);
}

function installBrew(sandbox: Sandbox, formulae: Readonly<Record<string, string>>): void {
  const cellar = path.join(sandbox.dir, "cellar");
  for (const [formula, body] of Object.entries(formulae)) {
    const [name, tool = name] = formula.split("=") as [string, string?];
    const dir = path.join(cellar, name, "bin");
    fs.mkdirSync(dir, { recursive: true });
    sandbox.fake(tool, body, dir);
  }
  sandbox.fake(
    "brew",
    `
case $1 in
  --prefix) echo "$FAKE/cellar/$2" ;;
  list) [[ -f $FAKE/installed-$3 ]] ;;
  install | upgrade)
    ln -s "$FAKE/cellar/$2/bin/"* "\${0%/*}" 2>/dev/null || [[ -d $FAKE/cellar/$2 ]]
    touch "$FAKE/installed-$2" ;;
esac`,
  );
}
