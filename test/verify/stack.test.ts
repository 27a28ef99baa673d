import { CannotCheck } from "../../cluster/cannot-check";
import { parseStackOutputs } from "../../verify/stack";
import { outputs } from "./outputs";

test("takes what it needs and leaves the rest", () => {
  const { invoiceApp, paymentProvider } = outputs;
  const printed = { ...outputs, invoiceApp: { ...invoiceApp, url: "http://invoice-app" }, x: 1 };
  expect(parseStackOutputs(JSON.stringify(printed))).toEqual({ invoiceApp, paymentProvider });
});

test("names each output that is not as it should be, and the remedy", () => {
  const { invoiceApp, paymentProvider } = outputs;
  const printed = {
    invoiceApp: { ...invoiceApp, nodePort: undefined },
    paymentProvider: { ...paymentProvider, port: "8082" },
  };
  expect(() => parseStackOutputs(JSON.stringify(printed))).toThrow(
    new CannotCheck(
      "the stack's outputs: " +
        "invoiceApp.nodePort: Invalid input: expected number, received undefined; " +
        "paymentProvider.port: Invalid input: expected number, received string\n" +
        'Run `bash setup.sh`, then `eval "$(bash setup.sh --env)"`, and try again.',
    ),
  );
});

test("says that an empty stack has nothing to check", () => {
  expect(() => parseStackOutputs("{}")).toThrow("invoiceApp: Invalid input");
});
