import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

const root = join(__dirname, "../..");

/** What setup.sh says of a port. */
function portOf(part: string, name: string): number {
  const text = readFileSync(join(root, `toolchain/cluster/${part}.sh`), "utf8");
  return Number(new RegExp(`^${name}=(\\d+)$`, "m").exec(text)?.[1]);
}

test("the stack dev means the ports that setup.sh publishes", () => {
  const { config } = load(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")) as {
    config: {
      "sre-challenge:images": { registry: string };
      "sre-challenge:invoiceApp": { exposure: { port: number } };
    };
  };
  const { registry } = config["sre-challenge:images"];
  expect(registry).toBe(`localhost:${portOf("registry", "REGISTRY_PORT")}`);
  const { port } = config["sre-challenge:invoiceApp"].exposure;
  expect(port).toBe(portOf("load-balancer", "INVOICE_APP_NODE_PORT"));
});
