import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kubectl } from "./kubectl";
import { root } from "./node";
import { drift, previewed, pulumi } from "./preview";

// What a person sees in `pulumi preview`, and what `pulumi up` makes of it.
jest.setTimeout(300_000);

const providers = ["deployment/payment-provider", "--namespace=payments"];
const invoicing = ["deployment/invoice-app", "--namespace=invoices"];

function mend(): void {
  pulumi("up", "--yes", "--skip-preview", "--refresh");
}

beforeAll(async () => {
  expect(await drift()).toEqual([]);
});
afterEach(async () => {
  expect(await drift()).toEqual([]);
});

test("a change of one Go file shows one image and one Deployment", () => {
  const file = join(root, "apps/payment-provider/main.go");
  const content = readFileSync(file);
  try {
    appendFileSync(file, "\n// A change.\n");
    expect(previewed()).toEqual([
      "update docker:index/image:Image::payment-provider",
      "update kubernetes:apps/v1:Deployment::payment-provider",
    ]);
  } finally {
    writeFileSync(file, content);
  }
});

describe("what somebody did by hand shows with --refresh and is mended:", () => {
  afterAll(mend); // whatever became of the tests

  test("a Deployment deleted", async () => {
    await kubectl(["delete", ...providers]);
    expect(await drift()).toEqual(["create kubernetes:apps/v1:Deployment::payment-provider"]);

    mend();
    await kubectl(["rollout", "status", "--timeout=60s", ...providers]);
  });

  test("a Deployment edited", async () => {
    const limit = "jsonpath={.spec.template.spec.containers[0].resources.limits.memory}";
    const memory = await kubectl(["get", ...invoicing, `--output=${limit}`]);
    await kubectl(["set", "resources", ...invoicing, "--limits=memory=77Mi"]);
    expect(await drift()).toEqual(["update kubernetes:apps/v1:Deployment::invoice-app"]);

    mend();
    expect(await kubectl(["get", ...invoicing, `--output=${limit}`])).toBe(memory);
    await kubectl(["rollout", "status", "--timeout=60s", ...invoicing]);
  });

  test("a NetworkPolicy edited", async () => {
    const policies = await kubectl([
      "get",
      "networkpolicies",
      "--namespace=payments",
      "--output=name",
    ]);
    const denying = policies.split("\n").find((name) => name.includes("default-deny")) ?? "";
    const policy = [denying, "--namespace=payments"];
    const before = await kubectl(["get", ...policy, "--output=jsonpath={.spec}"]);
    await kubectl([
      "patch",
      ...policy,
      "--type=merge",
      "--patch",
      '{"spec":{"policyTypes":["Egress"]}}',
    ]);
    expect(await drift()).toHaveLength(1);

    mend();
    expect(await kubectl(["get", ...policy, "--output=jsonpath={.spec}"])).toBe(before);
  });
});
