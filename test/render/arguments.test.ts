import { parseArguments, usage } from "../../render/arguments";

test.each([
  [[], { command: "render", stack: "dev", out: undefined }],
  [["--stack", "eks", "--out", "folder"], { command: "render", stack: "eks", out: "folder" }],
  [["--out=a=b"], { command: "render", stack: "dev", out: "a=b" }],
  [["--stack", "eks", "--help"], { command: "help" }],
])("understands %j", (args, expected) => {
  expect(parseArguments(args)).toEqual(expected);
});

test.each([
  [["--json"], 'unknown argument "--json"'],
  [["eks"], 'unknown argument "eks"'],
  [["--stack"], "--stack: no value is given"],
  [["--out="], "--out: no value is given"],
])("refuses %j", (args, message) => {
  expect(() => parseArguments(args)).toThrow(`${message}; ${usage}`);
});
