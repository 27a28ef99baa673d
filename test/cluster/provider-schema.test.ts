import { execFileSync } from "node:child_process";
import type { Registered } from "../components/recorder";
import { runProgram, stackConfig } from "../program/run-program";
import { root } from "./node";
import { type Schema, undeclared } from "./undeclared";

jest.setTimeout(120_000);

// The provider's version and that of the SDK can differ where it was built from its module.
let schema: Schema;
beforeAll(() => {
  const args = ["package", "get-schema", "kubernetes"];
  const text = execFileSync("pulumi", args, { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 });
  schema = JSON.parse(text) as Schema;
});

const unknownIn = (registered: readonly Registered[]) =>
  registered
    .filter(({ type }) => type.startsWith("kubernetes:"))
    .flatMap(({ type, inputs }) => undeclared(schema, type, inputs));

/** The stack dev with a role for a team, and so with the authenticator that it needs. */
const withRoles = {
  ...stackConfig("dev"),
  "sre-challenge:access": JSON.stringify({
    account: "123456789012",
    region: "eu-west-1",
    cluster: { kind: "minikube", id: "sre-challenge" },
    teams: [
      {
        team: "payments",
        assumedBy: { kind: "roles", arns: ["arn:aws:iam::123456789012:role/pay"] },
      },
    ],
  }),
};

test.each([
  ["dev", stackConfig("dev")],
  ["dev with roles", withRoles],
  ["eks", stackConfig("eks")],
])("the provider knows all that the stack %s states", async (_, config) => {
  const { registered } = await runProgram(config);
  expect(unknownIn(registered)).toEqual([]);
});

test("what it does not know is named by its path", async () => {
  const { registered } = await runProgram(stackConfig("dev"));
  const service = registered.find(({ key }) => key === "kubernetes:core/v1:Service::invoice-app");
  if (service === undefined) throw new Error("there is no Service");
  const inputs = {
    ...service.inputs,
    spec: { ports: [{ port: 80, prot: "TCP" }], selector: { any: "label" } },
  };
  expect(undeclared(schema, service.type, inputs)).toEqual([
    "kubernetes:core/v1:Service.spec.ports[0].prot",
  ]);
  expect(undeclared(schema, "kubernetes:core/v9:Thing", {})).toEqual(["kubernetes:core/v9:Thing"]);
});
