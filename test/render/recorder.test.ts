import { Role } from "@pulumi/aws/iam/role";
import { Provider } from "@pulumi/aws/provider";
import { core } from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { record } from "../../render/recorder";

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
