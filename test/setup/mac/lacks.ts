// What a Mac's bash 3.2 and BSD's programs lack, or do otherwise than GNU's. The scripts are searched
// for it (portability.test.ts), and the Mac that the tests play refuses it.

/** PATTERN is read by JavaScript over a script's text, and by bash over what it is about to do. */
export interface Lacking {
  readonly what: string;
  readonly pattern: string;
  /** A line of a script that has it. */
  readonly example: string;
}

/** The pattern is one of the program's arguments. */
export interface LackingInProgram extends Lacking {
  readonly program: string;
}

export const bashLacks: readonly Lacking[] = [
  { what: "mapfile", pattern: "\\b(mapfile|readarray)\\b", example: "mapfile -t lines <file" },
  {
    what: "associative arrays, name references and declare -g, -l and -u",
    pattern: "\\b(declare|local|typeset) -[A-Za-z]*[Anglu]",
    example: "local -A ports",
  },
  {
    what: "case modification",
    pattern: "\\$\\{\\w+(\\[[@*0-9]+\\])?(,|\\^|@[A-Za-z]\\})",
    example: 'name=A && echo "${name,,}"',
  },
  {
    what: "inherit_errexit, lastpipe and globstar",
    pattern: "\\b(inherit_errexit|lastpipe|globstar)\\b",
    example: "shopt -s inherit_errexit",
  },
  {
    what: "BASHPID, EPOCHSECONDS and SRANDOM",
    pattern: "\\b(BASHPID|EPOCHSECONDS|EPOCHREALTIME|SRANDOM)\\b",
    example: 'echo "${BASHPID}"',
  },
  { what: "printf %()T", pattern: "printf .*%\\(", example: "printf '%(%F)T' -1" },
  { what: "wait -n", pattern: "\\bwait -[a-z]*[npf]", example: "wait -n" },
  {
    what: "read -N and -i, and a part of a second",
    pattern: "\\bread (-\\w+ )*(-[a-z]*[Ni]|-t ?[0-9]*\\.)",
    example: "read -t 0.1 line </dev/null",
  },
  { what: "[[ -v", pattern: "(\\[\\[|\\[|\\btest) (! )?-v ", example: "[[ -v HOME ]]" },
  {
    what: "negative indices and lengths",
    pattern: "\\$\\{\\w+(\\[|: ?[0-9]+: ?)-[0-9]",
    example: 'name=abc && echo "${name:0:-1}"',
  },
  {
    what: "file descriptors by name",
    pattern: "\\bexec \\{\\w+\\}[<>]",
    example: "exec {file}</dev/null",
  },
  {
    what: "steps in braces",
    pattern: "\\{[0-9]+\\.\\.[0-9]+\\.\\.",
    example: "echo {1..9..2}",
  },
];

const short = "(-[A-Za-z0-9]+ )*-[A-Za-z0-9]*";
const basicExpression = "(-[A-DF-Za-z]+ )*[^-][^|]*";

/** `program` is an alternative of names. A long option may also be of an operand's own, after the first. */
export const programsLack: readonly LackingInProgram[] = [
  {
    program:
      "awk|cat|chmod|cp|cut|date|df|dirname|du|find|head|id|ln|ls|mkdir|mktemp|mv|paste|ps|rm|rmdir|sed|sleep|tail|touch|tr|uname|wc|xargs",
    what: "long options",
    pattern: "(-[A-Za-z0-9]+ )*--[a-z]",
    example: "mktemp --directory",
  },
  {
    program: "env",
    what: "env's long options",
    pattern: "--",
    example: "env --ignore-signal=INT ls",
  },
  {
    program: "sed",
    what: "sed -i without a suffix",
    pattern: `${short}i( |$)`,
    example: "sed -i s/a/b/ file",
  },
  { program: "sed", what: "sed -r", pattern: `${short}r( |$)`, example: "sed -nr s/a/b/p file" },
  {
    program: "sed|grep",
    what: "\\+, \\? and \\| in a basic regular expression",
    pattern: `${basicExpression}\\\\[+?|]`,
    example: "echo a | sed 's/a\\+/b/'",
  },
  {
    program: "sed",
    what: "sed's \\t",
    pattern: "(-[A-Za-z]+ )*[^-][^|]*\\\\t",
    example: "echo a | sed 's/\\t/ /'",
  },
  {
    program: "date",
    what: "date -d",
    pattern: "(-[A-Za-z]+ )*-[A-Za-z]*d",
    example: "date -u -d yesterday",
  },
  { program: "date", what: "date's %N", pattern: "[^|]*%[0-9]*N", example: "date +%s%N" },
  { program: "stat", what: "stat -c", pattern: "(-c|--)", example: "stat -c %s file" },
  {
    program: "readlink",
    what: "readlink -f, before macOS 12.3",
    pattern: `${short}[fem]`,
    example: "readlink -f file",
  },
  {
    program: "base64",
    what: "base64 -w",
    pattern: `${short}w|--wrap`,
    example: "echo a | base64 -w 0",
  },
  { program: "grep", what: "grep -P", pattern: `${short}P`, example: "echo a | grep -oP a" },
  {
    program: "find",
    what: "find without a folder",
    pattern: "(-[a-z][a-z]|$)",
    example: "find -name a",
  },
  {
    program: "find",
    what: "find -printf, -executable, -readable and -writable",
    pattern: "[^|]*-(f?print(f|0f)|executable|readable|writable|regextype)",
    example: "find . -printf '%p'",
  },
  {
    program: "xargs",
    what: "xargs -r, -d and -a",
    pattern: "(-[A-Za-z0-9]+ )*-[A-Za-z0-9]*[rda]",
    example: "ls | xargs -r rm",
  },
  {
    program: "head",
    what: "head of all but the last",
    pattern: "(-[a-z]+ )*-[nc] ?-",
    example: "echo a | head -n -1",
  },
  {
    program: "mktemp",
    what: "mktemp -p and -t",
    pattern: `${short}[pt]`,
    example: "mktemp -p /tmp",
  },
  {
    program: "mktemp",
    what: "mktemp with letters after the X",
    pattern: "[^|;]*XXX\\.",
    example: "mktemp /tmp/a.XXXXXX.yaml",
  },
  {
    program: "cp",
    what: "cp -t, -T, -u and -d",
    pattern: `${short}[tTud]`,
    example: "cp -t . file",
  },
  { program: "mv", what: "mv -t, -T and -u", pattern: `${short}[tTu]`, example: "mv -T a b" },
  { program: "ln", what: "ln -t, -T and -r", pattern: `${short}[tTr]`, example: "ln -sr a b" },
  { program: "touch", what: "touch -d", pattern: `${short}d`, example: "touch -d yesterday file" },
  { program: "du", what: "du -b", pattern: `${short}b`, example: "du -sb ." },
  { program: "df", what: "df -T and -B", pattern: `${short}[TB]`, example: "df -T ." },
  {
    program: "ps",
    what: "ps -C, -q and the columns cmd, etimes and sid",
    pattern: "[^|]*(-[Cq]|\\b(cmd|etimes|sid)\\b)",
    example: "ps -o cmd= -p 1",
  },
  {
    program: "paste",
    what: "paste without a file",
    pattern: "(-[sd]+[^ ]*)( -[sd][^ ]*)*( *$| *[|)])",
    example: "echo a | paste -sd:",
  },
  {
    program: "cat",
    what: "cat -A, -E and -T",
    pattern: `${short}[AET]`,
    example: "cat -A /dev/null",
  },
  {
    program: "sleep",
    what: "sleep with a unit",
    pattern: "([0-9.]+[smhd]|infinity)",
    example: "sleep 0s",
  },
  {
    program: "awk",
    what: "gawk's own functions",
    pattern: "[^|]*\\b(gensub|strftime|systime|asorti?)\\(",
    example: "awk 'BEGIN { print systime() }'",
  },
  {
    program: "openssl",
    what: "openssl -noenc, -addext and x509 -ext, which LibreSSL lacks",
    pattern: "[^|;]*-(noenc|addext|ext|copy_extensions) ",
    example: "openssl req -noenc -in file",
  },
];

/** Programs that no macOS has, or only a new one. */
export const programsAbsent =
  "flock getent ip iptables ipset md5sum nproc numfmt realpath setsid sha256sum tac timeout unshare";

/** A script asks first whether the machine has these, and does without. */
export const askedFirst: readonly string[] = ["env --default-signal=INT", "sha256sum"];
