import { masked } from "../../drift/masked";

test("a Secret's data are never shown, whatever the program says of them", () => {
  const secret = { kind: "Secret" };
  expect(masked(secret, ["data", "password"], "cA==", [])).toBe("(secret)");
  expect(masked(secret, ["data"], { password: "cA==" }, [])).toBe("(secret)");
  expect(masked(secret, [], { data: { password: "cA==" }, type: "Opaque" }, [])).toEqual({
    data: "(secret)",
    type: "Opaque",
  });
});

test("what the program keeps secret is not shown, nor what stands in its place", () => {
  const env = ["spec", "env"] as const;
  const secrets = [[...env, { index: 0 }, "value"]];
  const deployment = { kind: "Deployment" };
  expect(masked(deployment, [...env, { by: { name: "b" } }, "value"], "p", secrets)).toBe(
    "(secret)",
  );
  expect(masked(deployment, env, [{ name: "a", value: "p" }], secrets)).toEqual([
    { name: "a", value: "(secret)" },
  ]);
});

test("a copy that kubectl keeps is not shown", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}", other: "shown" };
  expect(masked({ kind: "Role" }, ["metadata", "annotations"], annotations, [])).toEqual({
    "kubectl.kubernetes.io/last-applied-configuration": "(secret)",
    other: "shown",
  });
});

test("nothing stays nothing", () => {
  expect(masked({ kind: "Secret" }, ["data"], undefined, [])).toBeUndefined();
});
