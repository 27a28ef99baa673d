import { parseArguments, UsageError } from "../../verify/arguments";

test.each([
  [[], { json: false }],
  [["--json"], { json: true }],
])("%j", (args, parsed) => {
  expect(parseArguments(args)).toEqual(parsed);
});

test.each([["--jsno"], ["cells"], ["--json=yes"]])("%s is refused with the usage", (arg) => {
  expect(() => parseArguments(["--json", arg])).toThrow(
    new UsageError(`unknown argument "${arg}"; usage: npm run verify [-- --json]`),
  );
});
