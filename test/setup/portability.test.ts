import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "../..");

/** Parts that Linux alone reads. */
const ofLinux = ["tools/modules.sh", "tools/release.sh", "docker/daemon.sh"];

/** What a Mac reads: bash 3.2, with BSD's programs. */
const scripts = [
  "setup.sh",
  "toolchain/versions.env",
  ...["go.sh", "check-go.sh", "check-shell.sh"].map((name) => `test/${name}`),
  ...["shell", "tools", "people", "cluster", "docker"].flatMap((folder) =>
    readdirSync(join(root, "toolchain", folder))
      .filter((name) => name.endsWith(".sh") && !ofLinux.includes(`${folder}/${name}`))
      .map((name) => `toolchain/${folder}/${name}`),
  ),
];

/** What bash 3.2 or BSD's programs lack, or do otherwise: its name, how it is known, and a script with it. */
const lacking: [string, RegExp, string][] = [
  ["mapfile", /\b(mapfile|readarray)\b/, "mapfile -t lines <file"],
  [
    "associative arrays and name references",
    /\b(declare|local|typeset) -[a-z]*[An]/,
    "local -A ports",
  ],
  ["case modification", /\$\{\w+(,|\^|@[A-Za-z]\})/, 'echo "${name,,}"'],
  ["inherit_errexit", /\binherit_errexit\b/, "shopt -s inherit_errexit"],
  ["BASHPID", /\bBASHPID\b|\bEPOCH(SECONDS|REALTIME)\b/, 'echo "${BASHPID}"'],
  ["printf %()T", /printf .*%\(/, "printf '%(%F)T' -1"],
  ["wait -n", /\bwait -[np]/, "wait -n"],
  ["coproc, |& and &>>", /\bcoproc\b|\|&|&>>/, "make |& tee log"],
  ["[[ -v", /\[\[ (! )?-v /, "[[ -v name ]]"],
  ["negative indices", /\$\{\w+\[-\d/, 'echo "${list[-1]}"'],
  [
    "a subshell as a function's body, whose failure ends nothing",
    /^(?!in_ascii|shown|path_program)\w+\(\) \(/m,
    "key_make() (\n  umask 077\n)",
  ],
  [
    "a bare subshell, whose failure ends nothing",
    /^( *)\(\n(?:(?!\1\)).*\n)+?\1\)(?! (?:&|\|\|))/m,
    "  (\n    umask 077\n    make_key\n  )\n  use_key",
  ],
  ["sed -i without a suffix", /\bsed (-\w+ )*-i/, "sed -i s/a/b/ file"],
  ["sed -r, \\+ and \\?", /\bsed (-\w+ )*-r|\bsed [^|]*\\[+?]/, "sed 's/a\\+/b/' file"],
  ["date -d", /\bdate (-\w+ )*(-d|--date)/, "date -d yesterday"],
  ["stat -c", /\bstat (-c|--format)/, "stat -c %s file"],
  ["readlink -f and realpath", /\breadlink -f|\brealpath\b/, "readlink -f file"],
  ["grep -P", /\bgrep -\w*P/, "grep -oP 'a' file"],
  ["xargs -r", /\bxargs (-\w+ )*-r/, "ls | xargs -r rm"],
  ["find -printf", /\bfind [^|]*-printf/, "find . -printf '%p'"],
  ["base64 -w", /\bbase64 (-\w+ )*-w/, "base64 -w 0 file"],
  ["timeout, nproc and tac", /(^|[|;&(] *)(timeout|nproc|tac) /m, "timeout 5 ls"],
  ["mktemp --", /\bmktemp --/, "mktemp --directory"],
  ["head and tail of all but", /\bhead -[nc] -/, "head -n -1 file"],
];

const textOf = (script: string): string =>
  readFileSync(join(root, script), "utf8").replace(/^\s*#.*$/gm, "");

test.each(lacking)("%s: no script that a Mac reads has it", (_, pattern) => {
  expect(scripts.filter((script) => pattern.test(textOf(script)))).toEqual([]);
});

test.each(lacking)("%s: a script with it is caught", (_, pattern, example) => {
  const before = textOf("toolchain/shell/stack.sh");
  expect(pattern.test(before)).toBe(false);
  expect(pattern.test(`${before}\n${example}\n`)).toBe(true);
});
