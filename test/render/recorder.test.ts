import { spawnSync } from "node:child_process";
import { Role } from "@pulumi/aws/iam/role";
import { Provider } from "@pulumi/aws/provider";
import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../render/recorder";
import { root } from "../tracked-files";

test("what the program only reads is not registered, and can be waited for", async () => {
  const { registered } = await record(() => {
    const read = core.v1.Namespace.get("read", "kube-system");
    new core.v1.Namespace("made", {}, { dependsOn: read });
  });
  expect(registered).toMatchObject([
    {
      key: "kubernetes:core/v1:Namespace::made",
      custom: true,
      dependencies: ["kubernetes:core/v1:Namespace::read"],
    },
  ]);
});

test("an object without a name gets that of its resource, and another one keeps its own", async () => {
  const { result } = await record(() => ({
    madeUp: new core.v1.Namespace("pay").metadata.name,
    stated: new core.v1.Namespace("bill", { metadata: { name: "invoices" } }).metadata.name,
  }));
  expect(result).toEqual({ madeUp: "pay", stated: "invoices" });
});

test("a role is of the account that its provider may work in", async () => {
  const { result } = await record(() => {
    const provider = new Provider("aws", { allowedAccountIds: ["210987654321"] });
    return new Role("role", { name: "people", assumeRolePolicy: "{}" }, { provider }).arn;
  });
  expect(result).toBe("arn:aws:iam::210987654321:role/people");
});

test("what is kept is what was put in, and stays a secret where it is sent on", async () => {
  const { registered } = await record(() => {
    const { output } = new pulumi.Stash("kept", { input: pulumi.secret("password") });
    new core.v1.ConfigMap("map", {
      data: { plain: "text", kept: output as pulumi.Output<string> },
    });
  });
  const map = registered.find(({ name }) => name === "map");
  const data = map?.sent.data as Record<string, unknown>;
  expect(pulumi.runtime.isRpcSecret(data)).toBe(false);
  expect(data.plain).toBe("text");
  expect(pulumi.runtime.isRpcSecret(data.kept)).toBe(true);
  expect(pulumi.runtime.unwrapRpcSecret(data.kept)).toBe("password");
  expect(pulumi.runtime.unwrapRpcSecret(map?.inputs.data)).toEqual({
    plain: "text",
    kept: "password",
  });
});

test("the program is told the stack's name and its configuration", async () => {
  const { result } = await record(
    () => ({ stack: pulumi.getStack(), b: new pulumi.Config("a").require("b") }),
    { "a:b": "c" },
    "eks",
  );
  expect(result).toEqual({ stack: "eks", b: "c" });
});

// In a program of its own: jest takes what is thrown beside a test for the test's.
test("what an output throws is seen before the program counts as run", () => {
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const { record } = require("./render/recorder");
    process.on("unhandledRejection", ({ message }) => { console.log(message); });
    const fails = () => pulumi.output(1).apply(() => { throw new Error("too late"); });
    record(() => new pulumi.CustomResource("a:b:C", "c", { value: fails() }))
      .then(() => { console.log("recorded"); });`;
  const { stdout } = spawnSync(process.execPath, ["--require", "tsx/cjs", "-e", program], {
    cwd: root,
    encoding: "utf8",
  });
  const lines = [...new Set(stdout.trim().split("\n"))];
  expect(lines).toEqual(['error serializing property "value": too late', "recorded"]);
});
