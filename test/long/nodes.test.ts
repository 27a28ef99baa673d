import { setTimeout as sleep } from "node:timers/promises";
import type { V1PodList } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { bookkeepersOf } from "../../chaos/books";
import { InvoiceApi } from "../../chaos/invoice-api";
import { selectorOf } from "../../chaos/places";
import {
  publishedAddress,
  type ServiceOutputs,
  type StackOutputs,
  stackOutputs,
  type WorkloadOutputs,
} from "../../cluster/stack";
import { kubectl } from "../cluster/kubectl";
import { docker, node as firstNode } from "../cluster/node";
import { runSetup } from "../cluster/setup-run";
import { saysReady } from "../../verify/traffic/world";
import { paidIds, payOne, reachable } from "./invoices";

jest.setTimeout(600_000);

/** Where reliability.md says that pods are back after a node's death, in ms. */
const elsewhereWithin = 150_000;

const ask = (line: string): Promise<string> => kubectl(line.split(" "));

let stack: StackOutputs;
let api: InvoiceApi;
beforeAll(async () => {
  const { signal } = new AbortController();
  stack = await stackOutputs(signal);
  api = new InvoiceApi(publishedAddress(stack), signal);
});

const podOf = ({ service }: WorkloadOutputs) => `${service}-0`;

/** What is labelled as a service's or a database's pods are. */
const its = ({ namespace, podLabels }: WorkloadOutputs) =>
  `--namespace ${namespace} --selector ${selectorOf(podLabels)}`;

const nodeOf = (database: WorkloadOutputs): Promise<string> =>
  ask(`get pods ${its(database)} --output jsonpath={.items[0].spec.nodeName}`);

/** How many pods a service has at least. */
async function leastPods(service: ServiceOutputs): Promise<number> {
  const least = "--output jsonpath={.items[0].spec.minReplicas}";
  return Number(await ask(`get hpa ${its(service)} ${least}`));
}

/** Nodes of a service's pods that stay; where `ready`, of those that are ready. */
async function nodesOfPods(service: ServiceOutputs, ready: boolean): Promise<string[]> {
  const pods = await ask(`get pods ${its(service)} --output json`);
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
async function moveService({ namespace, service }: ServiceOutputs): Promise<void> {
  const deployment = `deployment/${service} --namespace ${namespace}`;
  await ask(`rollout restart ${deployment}`);
  await ask(`rollout status ${deployment} --timeout=180s`);
}

/** What was paid before, with one more. */
async function paidBefore(): Promise<string[]> {
  await until("an invoice is paid", 120_000, () => payOne(api));
  return paidIds(api);
}

async function expectPaid(paid: readonly string[]): Promise<void> {
  await until("the invoices are answered", 60_000, () => reachable(api));
  expect(await paidIds(api)).toEqual(expect.arrayContaining([...paid]));
  await until("an invoice is paid", 120_000, () => payOne(api));
}

/** setup.sh brings all back; each cell is right, and at least a dozen across nodes. */
function expectHealed(): void {
  const { status, stdout } = runSetup();
  expect(stdout).toMatch(/verify: (\d+) cells, \1 right, 0 wrong/);
  expect(Number(/; (\d+) right across nodes/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(12);
  expect(status).toBe(0);
}

test("no node has groups of processes for another node's pods, which its kubelet would clear away", async () => {
  const { items } = JSON.parse(await ask("get pods --all-namespaces --output json")) as V1PodList;
  const nodes = await ask("get nodes --output jsonpath={.items[*].metadata.name}");
  for (const node of nodes.split(" ")) {
    const groups = docker("exec", node, "find", "/sys/fs/cgroup", "-type", "d", "-name", "*pod*");
    const pods = Array.from(groups.matchAll(/pod([0-9a-f_-]{36})/g), ([, uid = ""]) =>
      uid.replaceAll("_", "-"),
    );
    const others = items.filter(({ spec }) => spec?.nodeName !== node);
    expect(pods).not.toEqual([]);
    expect(others.filter(({ metadata }) => pods.includes(metadata?.uid ?? ""))).toEqual([]);
  }
});

test.each(["sre-challenge-m02", "sre-challenge-m03"])(
  "%s dies: its pods come back elsewhere, and what was paid stays paid",
  async (dead) => {
    const paid = await paidBefore();
    const before = await Promise.all(
      stack.services.map(async (service) => ({
        service,
        least: await leastPods(service),
        // Without its database a new pod waits for its schema.
        ready: service.database === undefined || (await nodeOf(service.database)) !== dead,
      })),
    );
    docker("kill", dead);
    for (const { service, least, ready } of before) {
      const what = `${least} pods of ${service.service} beside ${dead}`;
      await until(what, elsewhereWithin, async () => {
        const nodes = await nodesOfPods(service, ready);
        return nodes.filter((node) => node !== dead).length >= least;
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
  async (book) => {
    const database = bookkeepersOf(stack)[book];
    const { namespace } = database;
    const pod = podOf(database);
    const node = await nodeOf(database);
    const paid = await paidBefore();
    try {
      await ask(`cordon ${node}`);
      await Promise.all(stack.services.map(moveService));
      await ask(`drain ${node} --ignore-daemonsets --delete-emptydir-data --timeout=120s`);
      await until(`${pod} waits`, 60_000, async () => {
        const phase = "--ignore-not-found --output jsonpath={.status.phase}";
        return (await ask(`get pod ${pod} --namespace ${namespace} ${phase}`)) === "Pending";
      });
    } finally {
      await ask(`uncordon ${node}`);
    }
    await ask(`wait pod/${pod} --namespace ${namespace} --for=condition=Ready --timeout=180s`);
    await expectPaid(paid);
  },
);

test("a database whose folder is gone does not start until it is back", async () => {
  const { invoices: database } = bookkeepersOf(stack);
  const { namespace } = database;
  const pod = podOf(database);
  const node = await nodeOf(database);
  const claim = `data-${pod} --namespace ${namespace}`;
  const volume = await ask(`get pvc ${claim} --output jsonpath={.spec.volumeName}`);
  const folder = await ask(`get pv ${volume} --output jsonpath={.spec.local.path}`);
  const paid = await paidBefore();
  docker("exec", node, "mv", folder, `${folder}.lost`);
  try {
    await ask(`delete pod ${pod} --namespace ${namespace}`);
    await until("the volume's folder is missed", 120_000, async () => {
      const about = `--field-selector involvedObject.name=${pod}`;
      const events = await ask(`get events --namespace ${namespace} ${about}`);
      return /FailedMount.*does not exist/.test(events);
    });
  } finally {
    docker("exec", node, "mv", `${folder}.lost`, folder);
  }
  await ask(`wait pod/${pod} --namespace ${namespace} --for=condition=Ready --timeout=180s`);
  await expectPaid(paid);
});
