import { CannotCheck } from "../../cluster/cannot-check";
import { parseStackOutputs, publishedAddress, serviceNamed } from "../../cluster/stack";
import { outputs } from "./traffic/outputs";

const [invoiceApp, paymentProvider] = outputs.services;
const access = {
  invoices: { group: "team:invoices", namespace: "invoices", runAsUser: 20001 },
  payments: { group: "team:payments", namespace: "payments", runAsUser: 20002 },
  viewers: { group: "team:viewers", roleArn: "arn:aws:iam::123456789012:role/shop-team-viewers" },
};
const parse = (printed: object) => parseStackOutputs(JSON.stringify(printed));
const remedy = 'Run `bash setup.sh`, then `eval "$(bash setup.sh --env)"`, and try again.';

test("takes every service and each team with a namespace, by name, and leaves the rest", () => {
  const printed = { paymentProvider, invoiceApp: { ...invoiceApp, url: "http://x" }, access };
  expect(parse(printed)).toEqual(outputs);
});

test("a database outside of the cluster is none to be looked at", () => {
  const database = { host: "db.example.com", port: 5432, namespace: "invoices" };
  const [service] = parse({ invoiceApp: { ...invoiceApp, database }, access }).services;
  expect(service?.database).toBeUndefined();
});

test("names each output that is not as it should be, and the remedy", () => {
  const printed = {
    access,
    invoiceApp: { ...invoiceApp, image: "" },
    paymentProvider: { ...paymentProvider, port: "8082" },
  };
  expect(() => parse(printed)).toThrow(
    new CannotCheck(
      "the stack's outputs: " +
        "invoiceApp.image: Too small: expected string to have >=1 characters; " +
        `paymentProvider.port: Invalid input: expected number, received string\n${remedy}`,
    ),
  );
});

test("says that an empty stack has nothing to check", () => {
  expect(() => parseStackOutputs("{}")).toThrow("access: Invalid input");
});

test("a service that is not there, or has no port here, is said by name", () => {
  expect(() => serviceNamed("refund-desk", outputs)).toThrow("no service is called refund-desk");
  const services = outputs.services.map((one) => ({ ...one, nodePort: undefined }));
  expect(() => publishedAddress({ ...outputs, services })).toThrow("invoice-app has no nodePort");
  expect(publishedAddress(outputs)).toEqual({ host: "127.0.0.1", port: 30081 });
});
