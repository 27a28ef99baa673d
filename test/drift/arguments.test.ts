import { UsageError } from "../../command-line/usage-error";
import { parseArguments } from "../../drift/arguments";

const none = { json: false, repair: false, deletions: [] };

test.each([
  [[], none],
  [["--json"], { ...none, json: true }],
  [["--repair", "--json"], { ...none, json: true, repair: true }],
  [
    ["--repair", "--delete", "Role/payments/x", "--delete=ClusterRole/system:x"],
    { ...none, repair: true, deletions: ["Role/payments/x", "ClusterRole/system:x"] },
  ],
])("%j", (args, parsed) => {
  expect(parseArguments(args)).toEqual(parsed);
});

test.each([
  [["--jsno"], 'unknown argument "--jsno"'],
  [["repair"], 'unknown argument "repair"'],
  [["--json=yes"], 'unknown argument "--json=yes"'],
  [["--delete", "Role/payments/x"], "--delete goes with --repair"],
  [["--repair", "--delete"], '--delete: "" names no object'],
  [["--repair", "--delete", "x"], '--delete: "x" names no object'],
  [["--repair", "--delete", "Role/a/b/c"], '--delete: "Role/a/b/c" names no object'],
])("%j is refused with the usage", (args, said) => {
  expect(() => parseArguments(args)).toThrow(UsageError);
  expect(() => parseArguments(args)).toThrow(said);
  expect(() => parseArguments(args)).toThrow("usage: npm run drift");
});
