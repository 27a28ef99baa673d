import { execFileSync } from "node:child_process";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node";
import { previewed, pulumi } from "./preview";

// What a person sees in `pulumi preview`, and what `pulumi up` makes of it.
jest.setTimeout(300_000);

const providers = ["deployment/payment-provider", "--namespace=payments"];
const invoicing = ["deployment/invoice-app", "--namespace=invoices"];

function kubectl(...args: readonly string[]): string {
  return execFileSync("kubectl", args, { encoding: "utf8" });
}

function mend(): void {
  pulumi("up", "--yes", "--skip-preview", "--refresh");
}

beforeAll(() => {
  expect(previewed("--refresh")).toEqual([]);
});
afterEach(() => {
  expect(previewed("--refresh")).toEqual([]);
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

  test("a Deployment deleted", () => {
    kubectl("delete", ...providers);
    expect(previewed("--refresh")).toEqual([
      "create kubernetes:apps/v1:Deployment::payment-provider",
    ]);

    mend();
    kubectl("rollout", "status", "--timeout=60s", ...providers);
  });

  test("a Deployment edited", () => {
    const limit = "jsonpath={.spec.template.spec.containers[0].resources.limits.memory}";
    const memory = kubectl("get", ...invoicing, `--output=${limit}`);
    kubectl("set", "resources", ...invoicing, "--limits=memory=77Mi");
    expect(previewed("--refresh")).toEqual(["update kubernetes:apps/v1:Deployment::invoice-app"]);

    mend();
    expect(kubectl("get", ...invoicing, `--output=${limit}`)).toBe(memory);
    kubectl("rollout", "status", "--timeout=60s", ...invoicing);
  });

  test("a NetworkPolicy edited", () => {
    const policies = kubectl("get", "networkpolicies", "--namespace=payments", "--output=name");
    const denying = policies.split("\n").find((name) => name.includes("default-deny")) ?? "";
    const policy = [denying, "--namespace=payments"];
    const before = kubectl("get", ...policy, "--output=jsonpath={.spec}");
    kubectl("patch", ...policy, "--type=merge", "--patch", '{"spec":{"policyTypes":["Egress"]}}');
    expect(previewed("--refresh")).toHaveLength(1);

    mend();
    expect(kubectl("get", ...policy, "--output=jsonpath={.spec}")).toBe(before);
  });
});
