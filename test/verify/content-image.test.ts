import { contentReference } from "../../cluster/content-image";

test.each([
  ["localhost:5000/invoice-app@sha256:1111", "localhost:5000/verify-probe:abc"],
  ["registry.example.com/team/invoice-app@sha256:1", "registry.example.com/team/verify-probe:abc"],
  ["invoice-app:0123", "verify-probe:abc"],
])("beside %s stands %s", (neighbour, reference) => {
  expect(contentReference("verify-probe", neighbour, "abc")).toBe(reference);
});
