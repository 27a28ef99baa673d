import { setTimeout as sleep } from "node:timers/promises";
import { bookkeepersOf, readBooks } from "../../chaos/books";
import { balance, violations } from "../../chaos/conservation";
import { getDeployment, restart, rolledOut, undo } from "../../chaos/deployment";
import type { NewInvoice } from "../../chaos/invoice";
import { InvoiceApi } from "../../chaos/invoice-api";
import type { Named } from "../../chaos/places";
import {
  paidService,
  payingService,
  publishedAddress,
  serviceNamed,
  type StackOutputs,
  stackOutputs,
} from "../../cluster/stack";
import { teamGroup, teamUser } from "../../components/access/identities";
import { podLimit } from "../../components/team-namespace/quota";
import { untilScaled } from "./autoscaled";
import { deployment } from "./guardrails/manifests";
import { kubectl } from "./kubectl";

// One team asks for all that its quota gives, and the other's pods still find their place.
jest.setTimeout(600_000);

const filler = "full-quota-test";
const payEvery = 5;
/** Between two invoices, in ms: each stays in the books, and makes every list longer. */
const pause = 200;

let stack: StackOutputs;
let api: InvoiceApi;

beforeAll(async () => {
  stack = await stackOutputs(new AbortController().signal);
  api = new InvoiceApi(publishedAddress(stack), new AbortController().signal);
  await untilScaled();
});

/** As a member of the team: more pods than it may have, each of the size of a container that says nothing. */
async function fill(namespace: string): Promise<void> {
  const member = [`--as=${teamUser(namespace, "eve")}`, `--as-group=${teamGroup(namespace)}`];
  const made = deployment(namespace, filler, {
    spec: { terminationGracePeriodSeconds: 0 },
    container: { command: ["sleep", "infinity"] },
  });
  const manifest = { ...made, spec: { ...made.spec, replicas: podLimit } };
  await kubectl([...member, "create", "--filename=-"], manifest);
  const within = [`--namespace=${namespace}`, "--timeout=180s"];
  await kubectl(["wait", `deployment/${filler}`, "--for=condition=ReplicaFailure", ...within]);
  await kubectl(["wait", "pods", "--selector=app=probe", "--for=condition=Ready", ...within]);
}

async function empty(namespace: string): Promise<void> {
  const names = [`deployment/${filler}`, `--namespace=${namespace}`];
  await kubectl(["delete", ...names, "--ignore-not-found", "--cascade=foreground"]);
}

/** Adds invoices, and has them paid, until told to stop; the last are paid, too. */
async function keepPaying(name: string, stop: AbortSignal): Promise<NewInvoice[]> {
  const created: NewInvoice[] = [];
  while (!stop.aborted) {
    const InvoiceId = `${filler}-${name}-${Date.now()}-${created.length}`;
    const invoice = { InvoiceId, Value: 12.5, Currency: "EUR" };
    await api.create(invoice);
    if (created.push(invoice) % payEvery === 0) await api.pay();
    await sleep(pause);
  }
  await api.pay();
  return created;
}

/** Has all pods of a service replaced, twice: the second time takes the trace of the first away. */
async function restartAll({ namespace, name }: Named): Promise<void> {
  const before = await getDeployment({ namespace, name });
  try {
    await restart(before.metadata);
    await rolledOut(before.metadata);
    const pods = ["pods", `--selector=app.kubernetes.io/name=${name}`, `--namespace=${namespace}`];
    await kubectl(["wait", ...pods, "--for=condition=PodScheduled", "--timeout=60s"]);
  } finally {
    await undo(before);
    await rolledOut(before.metadata);
  }
}

describe.each([
  [paidService, payingService],
  [payingService, paidService],
])("while the team of %s has filled its quota", (full, name) => {
  const namespaceOf = (service: string) => serviceNamed(service, stack).namespace;
  beforeAll(() => fill(namespaceOf(full)));
  afterAll(() => empty(namespaceOf(full)));

  test(`all pods of ${name} are replaced, and each invoice is paid once`, async () => {
    const bookkeepers = bookkeepersOf(stack);
    const before = await readBooks(bookkeepers);
    const stop = new AbortController();
    const restarting = restartAll({ namespace: namespaceOf(name), name }).finally(() => {
      stop.abort();
    });
    try {
      const [created] = await Promise.all([keepPaying(full, stop.signal), restarting]);
      const after = balance(before, await readBooks(bookkeepers), created);
      expect(violations(after)).toEqual([]);
      expect(created.length).toBeGreaterThan(payEvery);
      expect(after.paid).toBeGreaterThanOrEqual(created.length);
    } finally {
      await restarting;
    }
  });
});
