import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Deployer } from "./deployer";
import { kubectl } from "./kubectl";
import { root } from "./node";
import { previewed } from "./preview";
import { stackState } from "./stack-state";

// The passwords of a database are made once, and anew only where the stack's file asks for it.
jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), "passwords-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What must stay: the passwords, as hashes, and since when each server of a database runs. */
async function kept(): Promise<readonly string[]> {
  const perTeam = ["payments", "invoices"].map(async (team) => [
    ...(await Promise.all(
      ["owner", "service"].map(async (role) => {
        const secret = `${team}-database-${role}`;
        const field = "--output=jsonpath={.data.password}";
        const text = await kubectl(["get", "secret", secret, "--namespace", team, field]);
        return createHash("sha256").update(text).digest("hex");
      }),
    )),
    await kubectl([
      "get",
      "pod",
      `${team}-database-0`,
      "--namespace",
      team,
      "--output=jsonpath={.metadata.uid} {.status.containerStatuses[0].state.running.startedAt}",
    ]),
  ]);
  return (await Promise.all(perTeam)).flat();
}

// All of it is within the platform team's rights.
let deployer: Deployer;
beforeAll(() => {
  deployer = new Deployer("passwords-test");
});
afterAll(() => {
  deployer.leave();
});

test("they and the servers stay, however often the stack is deployed", async () => {
  const before = await kept();
  deployer.pulumi("preview", "--expect-no-changes");
  deployer.up("--expect-no-changes");
  deployer.up("--refresh");
  expect(await kept()).toEqual(before);
});

test("another number makes new ones: the preview shows it, and all works with them", async () => {
  const before = await kept();
  const stackFile = readFileSync(join(root, "Pulumi.dev.yaml"), "utf8");
  const file = join(folder, "Pulumi.dev.yaml");
  const database = "database:\n      kind: inCluster\n";
  writeFileSync(file, stackFile.replaceAll(database, `${database}      passwords: 2\n`));

  const of = (service: string, database: string) => [
    `replace pulumi:index:Stash::${database}-owner`,
    `replace pulumi:index:Stash::${database}-service`,
    `update kubernetes:apps/v1:Deployment::${service}`,
    `update kubernetes:apps/v1:StatefulSet::${database}`,
    `update kubernetes:core/v1:Secret::${database}-owner`,
    `update kubernetes:core/v1:Secret::${database}-service`,
  ];
  const expected = [
    ...of("invoice-app", "invoices-database"),
    ...of("payment-provider", "payments-database"),
  ].sort();
  try {
    const steps = previewed("--config-file", file);
    const halves = /^(create-replacement|delete-replaced) /;
    expect(steps.filter((step) => !halves.test(step))).toEqual(expected);
    await deployer.replaceInvoicing("--config-file", file);
    const after = await kept();
    expect(after.filter((one) => before.includes(one))).toEqual([]);
    expect((await stackState()).invoices.length).toBeGreaterThan(0);
    const drift = ["--require", "tsx/cjs", "drift/main.ts"];
    expect(execFileSync(process.execPath, drift, { cwd: root, encoding: "utf8" })).toMatch(
      /^drift: none/m,
    );
  } finally {
    await deployer.replaceInvoicing();
  }
  expect((await stackState()).invoices.length).toBeGreaterThan(0);
});
