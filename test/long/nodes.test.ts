import { setTimeout as sleep } from "node:timers/promises";
import type { V1PodList } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { kubectl } from "../cluster/kubectl";
import { docker, node as firstNode } from "../cluster/node";
import { runSetup } from "../cluster/setup-run";
import { saysReady } from "../../verify/world";
import { paidIds, payOne, reachable } from "./invoices";

jest.setTimeout(600_000);

/** Where reliability.md says that pods are back after a node's death, in ms. */
const elsewhereWithin = 150_000;

const ask = (line: string): Promise<string> => kubectl(line.split(" "));

const teams = { invoices: "invoice-app", payments: "payment-provider" } as const;
type Team = keyof typeof teams;
const databaseOf = (team: Team) => `${team}-database-0`;

const nodeOf = (team: Team, pod: string): Promise<string> =>
  ask(`get pod ${pod} --namespace ${team} --output jsonpath={.spec.nodeName}`);

/** Nodes of a service's pods that stay; where `ready`, of those that are ready. */
async function nodesOfPods(team: Team, ready: boolean): Promise<string[]> {
  const selector = `app.kubernetes.io/name=${teams[team]}`;
  const pods = await ask(`get pods --namespace ${team} --selector ${selector} --output json`);
  return (JSON.parse(pods) as V1PodList).items
    .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
    .filter(({ status }) => !ready || saysReady(status?.conditions))
    .flatMap(({ spec }) => spec?.nodeName ?? []);
}

/** Waits until it is so. @throws with what was not so after that many ms. */
async function until(what: string, within: number, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${within / 1000} s: ${what}`);
    await sleep(1000);
  }
}

/** Starts a service's pods anew, where the scheduler lets them. */
async function moveService([team, service]: readonly [string, string]): Promise<void> {
  const deployment = `deployment/${service} --namespace ${team}`;
  await ask(`rollout restart ${deployment}`);
  await ask(`rollout status ${deployment} --timeout=180s`);
}

/** What was paid before, with one more. */
async function paidBefore(): Promise<string[]> {
  await until("an invoice is paid", 120_000, payOne);
  return paidIds();
}

async function expectPaid(paid: readonly string[]): Promise<void> {
  await until("the invoices are answered", 60_000, reachable);
  expect(await paidIds()).toEqual(expect.arrayContaining([...paid]));
  await until("an invoice is paid", 120_000, payOne);
}

/** setup.sh brings all back; each cell is right, and at least a dozen across nodes. */
function expectHealed(): void {
  const { status, stdout } = runSetup();
  expect(stdout).toMatch(/verify: (\d+) cells, \1 right, 0 wrong/);
  expect(Number(/; (\d+) right across nodes/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(12);
  expect(status).toBe(0);
}

test.each(["sre-challenge-m02", "sre-challenge-m03"])(
  "%s dies: its pods come back elsewhere, and what was paid stays paid",
  async (dead) => {
    const paid = await paidBefore();
    const databases = { invoices: "", payments: "" };
    for (const team of ["invoices", "payments"] as const) {
      databases[team] = await nodeOf(team, databaseOf(team));
    }
    docker("kill", dead);
    for (const team of ["invoices", "payments"] as const) {
      // Without its database a new pod waits for its schema.
      const ready = databases[team] !== dead;
      await until(`three pods of ${teams[team]} beside ${dead}`, elsewhereWithin, async () => {
        const nodes = await nodesOfPods(team, ready);
        return nodes.filter((node) => node !== dead).length >= 3;
      });
    }
    expectHealed();
    await expectPaid(paid);
  },
);

test("the node of the API server dies: setup.sh brings it back, and what was paid stays paid", async () => {
  const paid = await paidBefore();
  docker("kill", firstNode);
  expectHealed();
  await expectPaid(paid);
});

test.each(["invoices", "payments"] as const)(
  "%s: the database of a node that is drained waits for it, and starts nowhere else",
  async (team) => {
    const pod = databaseOf(team);
    const node = await nodeOf(team, pod);
    const paid = await paidBefore();
    try {
      await ask(`cordon ${node}`);
      await Promise.all(Object.entries(teams).map(moveService));
      await ask(`drain ${node} --ignore-daemonsets --delete-emptydir-data --timeout=120s`);
      await until(`${pod} waits`, 60_000, async () => {
        const phase = "--ignore-not-found --output jsonpath={.status.phase}";
        return (await ask(`get pod ${pod} --namespace ${team} ${phase}`)) === "Pending";
      });
    } finally {
      await ask(`uncordon ${node}`);
    }
    await ask(`wait pod/${pod} --namespace ${team} --for=condition=Ready --timeout=180s`);
    await expectPaid(paid);
  },
);

test("a database whose folder is gone does not start until it is back", async () => {
  const team = "invoices";
  const pod = databaseOf(team);
  const node = await nodeOf(team, pod);
  const claim = `data-${pod} --namespace ${team}`;
  const volume = await ask(`get pvc ${claim} --output jsonpath={.spec.volumeName}`);
  const folder = await ask(`get pv ${volume} --output jsonpath={.spec.local.path}`);
  const paid = await paidBefore();
  docker("exec", node, "mv", folder, `${folder}.lost`);
  try {
    await ask(`delete pod ${pod} --namespace ${team}`);
    await until("the volume's folder is missed", 120_000, async () => {
      const about = `--field-selector involvedObject.name=${pod}`;
      const events = await ask(`get events --namespace ${team} ${about}`);
      return /FailedMount.*does not exist/.test(events);
    });
  } finally {
    docker("exec", node, "mv", `${folder}.lost`, folder);
  }
  await ask(`wait pod/${pod} --namespace ${team} --for=condition=Ready --timeout=180s`);
  await expectPaid(paid);
});
