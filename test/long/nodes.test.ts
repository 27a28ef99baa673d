import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "../cluster/kubectl";
import { docker, node as firstNode } from "../cluster/node";
import { runSetup } from "../cluster/setup-run";

jest.setTimeout(600_000);

interface Invoice {
  readonly InvoiceId: string;
  readonly IsPaid: boolean;
}

const api = "http://127.0.0.1:30081/invoices";
/** Where reliability.md says that pods are back after a node's death, in ms. */
const elsewhereWithin = 120_000;

async function namesOf(...query: readonly string[]): Promise<string[]> {
  const text = await kubectl(["get", ...query, "--output", "jsonpath={.items[*].metadata.name}"]);
  return text.split(" ").filter((name) => name !== "");
}

/** Ready pods of a service, and the node of each. */
async function readyPods(team: string, service: string): Promise<string[]> {
  const ready = '{.status.conditions[?(@.type=="Ready")].status}';
  const lines = await kubectl([
    ...["get", "pods", "--namespace", team, "--selector", `app.kubernetes.io/name=${service}`],
    ...["--output", `jsonpath={range .items[*]}${ready} {.spec.nodeName}{"\\n"}{end}`],
  ]);
  return [...lines.matchAll(/^True (.+)$/gm)].map(([, node = ""]) => node);
}

/** Waits until it is so. @throws with what was not so after that many ms. */
async function until(what: string, within: number, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + within;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`not so after ${within / 1000} s: ${what}`);
    await sleep(1000);
  }
}

/** Creates an invoice, has it paid, and returns its id. */
async function payOne(): Promise<string> {
  const InvoiceId = `node-${Date.now()}`;
  const headers = { "Content-Type": "application/json" };
  const body = JSON.stringify({ InvoiceId, Value: 1, Currency: "EUR" });
  await until(`invoice ${InvoiceId} is created and paid`, 120_000, async () => {
    const created = await attempt(api, { method: "POST", headers, body });
    const paid = created && (await attempt(`${api}/pay`, { method: "POST" }));
    return paid && (await paidIds()).includes(InvoiceId);
  });
  return InvoiceId;
}

async function attempt(url: string, request: RequestInit): Promise<boolean> {
  try {
    return (await fetch(url, { ...request, signal: AbortSignal.timeout(15_000) })).ok;
  } catch {
    return false;
  }
}

async function paidIds(): Promise<string[]> {
  const answer = await fetch(api, { signal: AbortSignal.timeout(15_000) });
  const invoices = (await answer.json()) as Invoice[];
  return invoices.filter(({ IsPaid }) => IsPaid).map(({ InvoiceId }) => InvoiceId);
}

/** Each cell right, and at least a dozen across nodes. */
function expectProven(stdout: string): void {
  expect(stdout).toMatch(/verify: (\d+) cells, \1 right, 0 wrong/);
  expect(Number(/; (\d+) right across nodes/.exec(stdout)?.[1])).toBeGreaterThanOrEqual(12);
}

const workers = ["sre-challenge-m02", "sre-challenge-m03"];

test.each(workers)(
  "%s dies: its pods come back elsewhere, and what was paid stays paid",
  async (dead) => {
    const paid = [await payOne(), ...(await paidIds())];
    docker("kill", dead);
    for (const [team, service] of [
      ["invoices", "invoice-app"],
      ["payments", "payment-provider"],
    ] as const) {
      await until(`three pods of ${service} beside ${dead}`, elsewhereWithin, async () => {
        const nodes = await readyPods(team, service);
        return nodes.filter((node) => node !== dead).length >= 3;
      });
    }
    const { status, stdout } = runSetup();
    expectProven(stdout);
    expect(status).toBe(0);
    expect(await paidIds()).toEqual(expect.arrayContaining(paid));
    await payOne();
  },
);

test("the node of the API server dies: setup.sh brings it back, and what was paid stays paid", async () => {
  const paid = [await payOne(), ...(await paidIds())];
  docker("kill", firstNode);
  const { status, stdout } = runSetup();
  expectProven(stdout);
  expect(status).toBe(0);
  expect(await paidIds()).toEqual(expect.arrayContaining(paid));
});

test.each([
  ["invoices", "invoices-database"],
  ["payments", "payments-database"],
])(
  "%s: the database of a node that is drained waits for it, and starts on no empty folder",
  async (team, database) => {
    const pod = `${database}-0`;
    const inTeam = ["--namespace", team];
    const node = await kubectl([
      "get",
      "pod",
      pod,
      ...inTeam,
      "--output",
      "jsonpath={.spec.nodeName}",
    ]);
    const paid = [await payOne(), ...(await paidIds())];
    try {
      await kubectl([
        "drain",
        node,
        "--ignore-daemonsets",
        "--delete-emptydir-data",
        "--timeout=120s",
      ]);
      await until(`${pod} waits`, 60_000, async () => {
        const phase = await kubectl([
          "get",
          "pod",
          pod,
          ...inTeam,
          "--ignore-not-found",
          "--output",
          "jsonpath={.status.phase}",
        ]);
        return phase === "Pending";
      });
    } finally {
      await kubectl(["uncordon", node]);
    }
    await kubectl(["wait", `pod/${pod}`, ...inTeam, "--for=condition=Ready", "--timeout=120s"]);
    await until("the invoices are answered", 60_000, () => attempt(api, {}));
    expect(await paidIds()).toEqual(expect.arrayContaining(paid));
  },
);

test("a database whose folder is gone does not start until it is back", async () => {
  const [pod, inTeam] = ["invoices-database-0", ["--namespace", "invoices"]] as const;
  const paid = [await payOne(), ...(await paidIds())];
  const node = await kubectl([
    "get",
    "pod",
    pod,
    ...inTeam,
    "--output",
    "jsonpath={.spec.nodeName}",
  ]);
  const claim = ["get", "pvc", "data-invoices-database-0", ...inTeam];
  const volume = await kubectl([...claim, "--output", "jsonpath={.spec.volumeName}"]);
  const folder = await kubectl(["get", "pv", volume, "--output", "jsonpath={.spec.local.path}"]);
  docker("exec", node, "mv", folder, `${folder}.lost`);
  try {
    await kubectl(["delete", "pod", pod, ...inTeam]);
    await until("the volume's folder is missed", 90_000, async () => {
      const events = await kubectl([
        "get",
        "events",
        ...inTeam,
        "--field-selector",
        `involvedObject.name=${pod}`,
      ]);
      return /FailedMount.*does not exist/.test(events);
    });
    expect(
      await namesOf("pods", ...inTeam, "--field-selector", "status.phase=Running"),
    ).not.toContain(pod);
  } finally {
    docker("exec", node, "mv", `${folder}.lost`, folder);
  }
  await kubectl(["wait", `pod/${pod}`, ...inTeam, "--for=condition=Ready", "--timeout=180s"]);
  await until("the invoices are answered", 60_000, () => attempt(api, {}));
  expect(await paidIds()).toEqual(expect.arrayContaining(paid));
});
