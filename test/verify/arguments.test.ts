import { UsageError } from "../../command-line/usage-error";
import { parseArguments } from "../../verify/arguments";

test.each([
  [[], { access: false, json: false }],
  [["--json"], { access: false, json: true }],
  [["--access"], { access: true, json: false }],
  [["--json", "--access"], { access: true, json: true }],
])("%j", (args, parsed) => {
  expect(parseArguments(args)).toEqual(parsed);
});

test.each([["--jsno"], ["cells"], ["--json=yes"]])("%s is refused with the usage", (arg) => {
  expect(() => parseArguments(["--json", arg])).toThrow(
    new UsageError(`unknown argument "${arg}"; usage: npm run verify [-- --access --json]`),
  );
});
