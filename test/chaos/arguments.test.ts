import { parseArguments, usage } from "../../chaos/arguments";
import { UsageError } from "../../command-line/usage-error";

test("without arguments, all but the seed is the default", () => {
  const { seed, ...rest } = parseArguments([]);
  expect(rest).toEqual({ payments: 2000, minutes: 5, withoutIdempotency: false });
  expect(Number.isInteger(seed)).toBe(true);
});

test("every argument, in both spellings", () => {
  const args = ["--payments", "20", "--minutes=1", "--seed", "0", "--without-idempotency"];
  expect(parseArguments(args)).toEqual({
    payments: 20,
    minutes: 1,
    seed: 0,
    withoutIdempotency: true,
  });
});

test.each([
  [["--fast"], 'unknown argument "--fast"'],
  [["payments", "5"], 'unknown argument "payments"'],
  [["--payments"], '--payments ""'],
  [["--payments", "0"], '--payments "0"'],
  [["--payments", "1e3"], '--payments "1e3"'],
  [["--minutes", "0.5"], '--minutes "0.5"'],
  [["--minutes", "121"], '--minutes "121"'],
  [["--seed", "-1"], '--seed "-1"'],
  [["--seed", "4294967296"], '--seed "4294967296"'],
])("%j is refused with the usage", (args, reason) => {
  expect(() => parseArguments(args)).toThrow(UsageError);
  expect(() => parseArguments(args)).toThrow(reason);
  expect(() => parseArguments(args)).toThrow(usage);
});
