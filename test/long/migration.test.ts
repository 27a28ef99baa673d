import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseOnCluster } from "../cluster/database/server";
import { Deployer } from "../cluster/deployer";
import { kubectl } from "../cluster/kubectl";
import { kubectlWith, setup, people } from "../cluster/people";
import { drift } from "../cluster/preview";
import { join } from "node:path";

// A team's own release waits for its migration, which is the platform's, and holds no password for it.
jest.setTimeout(300_000);

const service = "payment-provider";
const deployment = [`deployment/${service}`, "--namespace=payments"];
const pods = ["--namespace=payments", `--selector=app.kubernetes.io/name=${service}`];
const member = join(people, "migration-test@payments.kubeconfig");
const database = new DatabaseOnCluster("payments");
let deployer: Deployer;
let newest: string;

beforeAll(async () => {
  deployer = new Deployer("migration-test");
  expect(setup("--login", "payments", "--as", "migration-test")).toMatchObject({ status: 0 });
  newest = await database.ask("SELECT version FROM schema_migrations");
});

// Whatever became of the tests.
afterAll(async () => {
  await database.ask(`UPDATE schema_migrations SET version = ${newest}`);
  await kubectl(["rollout", "status", "--timeout=120s", ...deployment]);
  setup("--logout", "payments");
  deployer.leave();
});

/** What the pods that wait in `schema` say last. */
async function waiting(): Promise<string> {
  const logs = [...pods, "--container=schema", "--tail=1", "--ignore-errors"];
  return kubectl(["logs", ...logs]);
}

async function ready(): Promise<number> {
  const count = await kubectl(["get", ...deployment, "--output=jsonpath={.status.readyReplicas}"]);
  return Number(count);
}

/** What a `pulumi` that fails prints. */
async function lastWordsOf(failing: Promise<void>): Promise<string> {
  try {
    await failing;
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
  throw new Error("it did not fail");
}

test("a release whose schema is not there waits, and goes on once the platform has migrated", async () => {
  const before = await ready();
  // As a release finds it that knows one migration more than the database has.
  await database.ask("UPDATE schema_migrations SET version = version - 1");
  const restart = kubectlWith(member, "rollout", "restart", ...deployment);
  expect(restart).toMatchObject({ status: 0, stderr: "" });
  const needed = `schema ${Number(newest) - 1} is there, ${newest} is needed`;
  while (!(await waiting()).includes(needed)) await sleep(500);
  expect(await ready()).toBe(before);

  await kubectl(["delete", "job", "payments-database-migration", "--namespace=payments"]);
  await deployer.up("--refresh");
  await kubectl(["rollout", "status", "--timeout=120s", ...deployment]);
  expect(await database.ask("SELECT version FROM schema_migrations")).toBe(newest);
  expect(await drift()).toEqual([]);
});

test("a migration that fails ends the deployment with its last words; the service stays, and the next one migrates", async () => {
  const before = await ready();
  await database.ask("ALTER TABLE schema_migrations RENAME COLUMN version TO kept");
  try {
    await kubectl(["delete", "job", "payments-database-migration", "--namespace=payments"]);
    expect(await lastWordsOf(deployer.up("--refresh"))).toMatch(/column "version" does not exist/);
    expect(await ready()).toBe(before);
  } finally {
    await database.ask("ALTER TABLE schema_migrations RENAME COLUMN kept TO version");
  }
  await deployer.up("--refresh");
  expect(await drift()).toEqual([]);
});
