import { forgetfulName } from "../../chaos/forgetful-provider";

test.each([
  ["localhost:5000/payment-provider@sha256:ab", "localhost:5000/payment-provider:nonidempotent"],
  ["localhost:5000/payment-provider:1234", "localhost:5000/payment-provider:nonidempotent"],
  ["payment-provider:0123456789abcdef", "payment-provider:nonidempotent"],
  ["registry:5000/team/payment-provider", "registry:5000/team/payment-provider:nonidempotent"],
])("%s", (image, name) => {
  expect(forgetfulName(image)).toBe(name);
});
