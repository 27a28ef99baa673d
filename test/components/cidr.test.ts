import { contains } from "../../components/network/cidr";

test.each([
  ["0.0.0.0/0", "10.244.0.0/16", true],
  ["10.0.0.0/8", "10.244.0.0/16", true],
  ["10.244.0.0/16", "10.244.0.0/16", true],
  ["10.244.0.0/16", "10.244.7.0/24", true],
  ["10.244.0.0/16", "10.0.0.0/8", false],
  ["10.0.0.0/16", "10.0.0.0/8", false],
  ["10.244.0.0/16", "10.245.0.0/16", false],
  ["203.0.113.7/32", "203.0.113.7/32", true],
])("%s contains %s: %s", (outer, inner, expected) => {
  expect(contains(outer, inner)).toBe(expected);
});
