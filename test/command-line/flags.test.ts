import { parseFlags } from "../../command-line/flags";
import { UsageError } from "../../command-line/usage-error";

const parse = (...args: string[]) =>
  parseFlags(args, { all: "switch", out: "text", "not-this": "texts" }, "usage: …");

test.each([
  [[], { all: false, out: undefined, "not-this": [] }],
  [["--all"], { all: true, out: undefined, "not-this": [] }],
  [["--out", "a", "--out=b=c"], { all: false, out: "b=c", "not-this": [] }],
  [["--out"], { all: false, out: "", "not-this": [] }],
  [["--out", "-1"], { all: false, out: "-1", "not-this": [] }],
  [["--not-this=x", "--not-this", "y"], { all: false, out: undefined, "not-this": ["x", "y"] }],
])("%j", (args, expected) => {
  expect(parse(...args)).toEqual(expected);
});

test.each(["--al", "all", "--all=yes", "--no-all", "-a", "--", "--constructor", ""])(
  '"%s" is refused with the usage',
  (arg) => {
    expect(() => parse("--out", "x", arg)).toThrow(
      new UsageError(`unknown argument "${arg}"; usage: …`),
    );
  },
);
