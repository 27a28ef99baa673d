import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Deployer } from "./deployer";
import { kubectl } from "./kubectl";
import { root } from "./node";
import { drift, previewed } from "./preview";

// What a person sees in `pulumi preview`, and what `pulumi up` makes of it.
jest.setTimeout(300_000);

const providers = ["deployment/payment-provider", "--namespace=payments"];
const invoicing = ["deployment/invoice-app", "--namespace=invoices"];

/** The platform team's rights suffice. */
let deployer: Deployer;

let isWhole = true;

async function mend(): Promise<void> {
  await deployer.up("--refresh");
  isWhole = true;
}

beforeAll(() => {
  deployer = new Deployer("changes-test");
});
// Whatever became of the tests.
afterAll(async () => {
  if (!isWhole) await mend();
  deployer.leave();
});

test("a change of one Go file shows one image, one migration and one Deployment", () => {
  const file = join(root, "apps/payment-provider/main.go");
  const content = readFileSync(file);
  try {
    appendFileSync(file, "\n// A change.\n");
    expect(previewed()).toEqual([
      "replace kubernetes:batch/v1:Job::payments-database-migration",
      "update docker:index/image:Image::payment-provider",
      "update kubernetes:apps/v1:Deployment::payment-provider",
    ]);
  } finally {
    writeFileSync(file, content);
  }
});

test("what somebody deleted or edited by hand shows with --refresh, and is mended", async () => {
  const limit = "--output=jsonpath={.spec.template.spec.containers[0].resources.limits.memory}";
  const denial = await denialOfPayments();
  const edited = () =>
    Promise.all([
      kubectl(["get", ...invoicing, limit]),
      kubectl(["get", ...denial, "--output=jsonpath={.spec}"]),
    ]);
  const before = await edited();
  isWhole = false;
  await kubectl(["delete", ...providers]);
  await kubectl(["set", "resources", ...invoicing, "--limits=memory=77Mi"]);
  const opened = '{"spec":{"policyTypes":["Egress"]}}';
  await kubectl(["patch", ...denial, "--type=merge", "--patch", opened]);
  expect(await drift()).toEqual([
    "create kubernetes:apps/v1:Deployment::payment-provider",
    "update kubernetes:apps/v1:Deployment::invoice-app",
    "update kubernetes:networking.k8s.io/v1:NetworkPolicy::payments-default-deny",
  ]);

  await mend();
  expect(await edited()).toEqual(before);
  for (const deployment of [providers, invoicing]) {
    await kubectl(["rollout", "status", "--timeout=60s", ...deployment]);
  }
  expect(await drift()).toEqual([]);
});

/** The policy that closes payments, as kubectl takes it. */
async function denialOfPayments(): Promise<string[]> {
  const policies = await kubectl([
    "get",
    "networkpolicies",
    "--namespace=payments",
    "--output=name",
  ]);
  const denying = policies.split("\n").find((name) => name.includes("default-deny")) ?? "";
  return [denying, "--namespace=payments"];
}
