// A bash that refuses what 3.2 lacks. It looks at each command that is about to be run, since
// most of that is no builtin that could be disabled.

import * as fs from "node:fs";
import * as path from "node:path";
import type { Sandbox } from "../sandbox";
import { bashLacks } from "./lacks";
import { refusal, word } from "./refusal";

/** From now on, setup.sh and each bash that it starts are old. */
export function ageBash(sandbox: Sandbox): void {
  const file = path.join(sandbox.dir, "old-bash");
  fs.writeFileSync(file, prelude(sandbox));
  Object.assign(sandbox.env, { BASH_ENV: file, BASH_COMPAT: "3.2" });
}

// A command is looked at once, its arrays each time. A script finds its own BASH_REMATCH again.
const prelude = (sandbox: Sandbox): string => `
enable -n mapfile readarray
unset BASHPID EPOCHSECONDS EPOCHREALTIME SRANDOM
${refusal(sandbox)}
declare -A old_bash_knows=()

old_bash_check() {
  local old_bash_looks=yes old_bash_rematch=("\${BASH_REMATCH[@]}")
  if [[ $- == *u* && $1 == *[@*]']}'* ]]; then old_bash_check_arrays "$1"; fi
  if [[ -z \${old_bash_knows["$1"]:-} ]]; then
    old_bash_check_command "$1"
    old_bash_knows["$1"]=yes
  fi
  BASH_REMATCH=("\${old_bash_rematch[@]}")
}

old_bash_check_command() {
  local pattern
  [[ $1 =~ $old_bash_lacks ]] || return 0
${bashLacks.map(({ what, pattern }) => `  pattern=${word(pattern)}; [[ ! $1 =~ $pattern ]] || refuse ${word(`bash 3.2: ${what}`)} "$1"`).join("\n")}
}

old_bash_check_arrays() {
  local old_bash_rest=$1 old_bash_count
  local old_bash_guarded='\\$\\{(\\w+)\\[[@*]\\]\\+"\\$\\{\\w+\\[[@*]\\]\\}"\\}' old_bash_bare='\\$\\{(\\w+)\\[[@*]\\]\\}'
  while [[ $old_bash_rest =~ $old_bash_guarded ]]; do old_bash_rest=\${old_bash_rest/"\${BASH_REMATCH[0]}"/}; done
  while [[ $old_bash_rest =~ $old_bash_bare ]]; do
    old_bash_rest=\${old_bash_rest/"\${BASH_REMATCH[0]}"/}
    eval "old_bash_count=\\\${#\${BASH_REMATCH[1]}[@]}"
    ((old_bash_count > 0)) || refuse "bash 3.2: the empty array \${BASH_REMATCH[1]}" "$1"
  done
}

old_bash_lacks=${word(bashLacks.map(({ pattern }) => `(${pattern})`).join("|"))}
set -o functrace
trap '[[ -n \${old_bash_looks:-} ]] || old_bash_check "$BASH_COMMAND"' DEBUG
`;
