import { formatAmount, parseAmount } from "../../chaos/amount";

test.each([
  ["0.1", 1000n],
  ["12.15", 121500n],
  ["12", 120000n],
  ["0.0001", 1n],
  ["999999999999999.9999", 9999999999999999999n],
])("%s", (text, amount) => {
  expect(parseAmount(text)).toBe(amount);
  expect(formatAmount(amount)).toBe(text);
});

test("a tenth and two tenths are three tenths", () => {
  expect(formatAmount(parseAmount("0.1") + parseAmount("0.2"))).toBe("0.3");
});

test("a negative one can be told", () => {
  expect(formatAmount(-5n)).toBe("-0.0005");
});

test.each(["", "-1", "1e5", "1.", ".5", "0.00001", "NaN"])("%j is none", (text) => {
  expect(() => parseAmount(text)).toThrow(`"${text}" is not an amount`);
});
