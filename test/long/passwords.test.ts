import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseOnCluster } from "../cluster/database/server";
import { Deployer } from "../cluster/deployer";
import { kubectl } from "../cluster/kubectl";
import { root } from "../cluster/node";
import { previewed } from "../cluster/preview";
import { paidState } from "../cluster/stack-state";
import { type Answer, isSuccess, Load } from "./load";

// The passwords of a database are made once, and anew only where the stack's file asks for it.
jest.setTimeout(600_000);

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
  await deployer.pulumi("preview", "--expect-no-changes");
  await deployer.up("--expect-no-changes");
  await deployer.up("--refresh");
  expect(await kept()).toEqual(before);
});

/** As the ledger has it. */
function paymentsOf(invoices: readonly string[]): Promise<string> {
  const keys = invoices.map((id) => `'${id}'`).join();
  return new DatabaseOnCluster("payments").ask(
    `SELECT count(*) FROM payments WHERE key IN (${keys})`,
  );
}

test("another number makes new ones, as the preview shows, and no payment is lost meanwhile", async () => {
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
    const load = await Load.start(1);
    try {
      await deployer.replaceInvoicing("--config-file", file);
    } finally {
      await load.stop();
    }
    // A caller is told what was not paid, or to try again, or finds nobody for a moment.
    const refused = load.answers.filter((answer) => !isSuccess(answer));
    const other = ({ status }: Answer) => ![undefined, 502, 503].includes(status);
    expect(refused.filter(other)).toEqual([]);
    expect((await paidState()).invoices.length).toBeGreaterThan(0);
    expect(await paymentsOf(load.invoices)).toBe(String(load.invoices.length));
    const after = await kept();
    expect(after.filter((one) => before.includes(one))).toEqual([]);
    const drift = ["--require", "tsx/cjs", "drift/main.ts"];
    expect(execFileSync(process.execPath, drift, { cwd: root, encoding: "utf8" })).toMatch(
      /^drift: none/m,
    );
  } finally {
    await deployer.replaceInvoicing();
  }
  expect((await paidState()).invoices.length).toBeGreaterThan(0);
});
