import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { askedFirst, bashLacks, programsAbsent, programsLack } from "./mac/lacks";

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

/** What shows in the text only, and in no command that is about to run. */
const inText: [what: string, pattern: RegExp, example: string][] = [
  ["coproc, |& and &>>", /\bcoproc\b|\|&|&>>/, "make |& tee log"],
  [";& and ;;&", /;&/, "case a in a) ;;& esac"],
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
  [
    "a bare subshell on one line, whose failure ends nothing",
    /^ *\((?!\().*\)( \d?>\S+)?\n(?=[^}\n])/m,
    "  (umask 077 && make_key) 2>/dev/null\n  use_key",
  ],
  [
    "a bare [[ or ((, whose failure ends nothing",
    /^ *(\[\[.*\]\]|\(\(.*\)\))\n *(?!return|esac|;;)[^})\s]/m,
    "  [[ -s key ]]\n  use_key",
  ],
];

const lacking = [
  ...inText,
  ...bashLacks.map(
    ({ what, pattern, example }) => [what, new RegExp(pattern, "m"), example] as const,
  ),
  ...programsLack.map(
    ({ program, what, pattern, example }) =>
      [
        what,
        new RegExp(`(?<!-|docker (?:\\w+ )?)\\b(${program}) (${pattern})`, "m"),
        example,
      ] as const,
  ),
  ...programsAbsent
    .split(" ")
    .map(
      (program) => [program, new RegExp(`(^|[|;&(])\\s*${program} `, "m"), `${program} a`] as const,
    ),
];

const textOf = (script: string): string =>
  askedFirst.reduce(
    (text, asked) => text.replaceAll(asked, ""),
    readFileSync(join(root, script), "utf8").replace(/^\s*#.*$/gm, ""),
  );

test.each(lacking)("%s: no script that a Mac reads has it", (_, pattern) => {
  expect(scripts.filter((script) => pattern.test(textOf(script)))).toEqual([]);
});

test.each(lacking)("%s: a script with it is caught", (_, pattern, example) => {
  const before = textOf("toolchain/shell/stack.sh");
  expect(pattern.test(before)).toBe(false);
  expect(pattern.test(`${before}\n${example}\n`)).toBe(true);
});
