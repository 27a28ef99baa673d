import { forgetfulName, takesTags } from "../../chaos/forgetful-provider";

test.each([
  ["localhost:5000/payment-provider@sha256:ab", "localhost:5000/payment-provider:nonidempotent"],
  ["localhost:5000/payment-provider:1234", "localhost:5000/payment-provider:nonidempotent"],
  ["payment-provider:0123456789abcdef", "payment-provider:nonidempotent"],
  ["registry:5000/team/payment-provider", "registry:5000/team/payment-provider:nonidempotent"],
])("%s", (image, name) => {
  expect(forgetfulName(image)).toBe(name);
});

test.each([
  ['ARG GO_TAGS=""\nRUN go build -trimpath -tags "${GO_TAGS}" .', true],
  ['ARG GO_TAGS=\nRUN go build -tags "always,${GO_TAGS}" .', true],
  ["ARG GO_TAGS=\nRUN go build \\\n  -tags=$GO_TAGS .", true],
  ["RUN go build -tags=$GO_TAGS .", false],
  ["ARG GO_TAGS\nRUN go build .", false],
])("%j: takes tags? %s", (text, takes) => {
  expect(takesTags(text)).toBe(takes);
});
