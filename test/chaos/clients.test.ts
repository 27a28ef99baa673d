import { setTimeout as sleep } from "node:timers/promises";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clients } from "../../chaos/clients";
import { History } from "../../chaos/history";
import { InvoiceApi, Refused } from "../../chaos/invoice-api";

const folder = mkdtempSync(join(tmpdir(), "history-"));
const running = new AbortController().signal;
const invoice = { InvoiceId: "run-1", Value: 12.5, Currency: "EUR" };

let server: Server;
/** What the server answers, one after the other. */
let answers: { status: number; body: unknown }[];
let clients: Clients;
let history: History;
/** Ends those who keep calling, also if their test failed. */
let stop: AbortController;

beforeEach(async () => {
  stop = new AbortController();
  server = createServer((request, response) => {
    request.resume();
    const { status, body } = answers.shift() ?? { status: 500, body: "nothing more" };
    response.writeHead(status, { Connection: "close" }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  history = new History(join(folder, "history"));
  clients = new Clients(new InvoiceApi({ host: "127.0.0.1", port }, running), history, "run-");
});
afterEach(async () => {
  stop.abort();
  server.closeAllConnections();
  server.close();
  await history.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function recorded(): Promise<object[]> {
  await history.close();
  const lines = readFileSync(history.file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => {
    const { call, return: returned, ...rest } = JSON.parse(line) as Record<string, number>;
    expect(returned).toBeGreaterThanOrEqual(call ?? NaN);
    return rest;
  });
}

test("an invoice is tried until it is acknowledged, and counts only then", async () => {
  answers = [
    { status: 503, body: {} },
    { status: 429, body: {} },
    { status: 200, body: {} },
  ];
  await clients.create([invoice], running);
  expect(clients.created).toEqual([invoice]);
  expect(await recorded()).toEqual([{ client: 0, kind: "create", ids: ["run-1"] }]);
});

test("an invoice that is refused is not tried again", async () => {
  answers = [{ status: 409, body: { title: "another one" } }];
  await expect(clients.create([invoice], running)).rejects.toThrow(Refused);
  expect(clients.created).toEqual([]);
  expect(await recorded()).toEqual([]);
});

test("what was paid is known also if some of it failed", async () => {
  const body = { paid: ["run-1", "other"], failed: [], inDoubt: [{ id: "run-2", error: "?" }] };
  answers = [{ status: 502, body }];
  expect(await clients.pay(100)).toBe(2);
  expect(await recorded()).toEqual([{ client: 100, kind: "pay", ids: ["run-1"] }]);
});

test("a list shows the run's own invoices, and counts all that are unpaid", async () => {
  const row = (InvoiceId: string, IsPaid: boolean) => ({ ...invoice, InvoiceId, IsPaid });
  answers = [{ status: 200, body: [row("I1", false), row("run-1", true), row("run-2", false)] }];
  expect(await clients.list(200)).toBe(2);
  expect(await recorded()).toEqual([
    { client: 200, kind: "list", paid: ["run-1"], unpaid: ["run-2"] },
  ]);
});

test.each([
  [503, {}],
  [200, "not a list"],
  [502, {}],
])("an answer %d of %j shows nothing", async (status, body) => {
  answers = [{ status, body }];
  await expect(clients.list(200)).rejects.toThrow();
  answers = [{ status, body }];
  await expect(clients.pay(100)).rejects.toThrow();
  expect(await recorded()).toEqual([]);
});

test("callers go on after a failure, and count it", async () => {
  answers = [
    { status: 503, body: {} },
    { status: 200, body: [] },
  ];
  const listing = clients.keepListing(200, stop.signal);
  while (clients.lists.answered === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  stop.abort();
  await listing;
  expect(clients.lists).toEqual({ answered: 1, failed: 1 });
  expect(await recorded()).toHaveLength(1);
});

test("nobody pays while they are held, and all do when the last hold ends", async () => {
  answers = [];
  const [one, other] = [clients.hold(), clients.hold()];
  const paying = clients.keepPaying(100, stop.signal);
  one();
  one();
  await sleep(100);
  expect(clients.pays).toEqual({ answered: 0, failed: 0 });
  other();
  while (clients.pays.failed === 0) {
    await sleep(10);
  }
  stop.abort();
  await paying;
});

test("they are idle when the calls for payment that were under way have ended", async () => {
  let answer = (): void => undefined;
  server.removeAllListeners("request");
  server.on("request", (_, response) => {
    answer = () => response.writeHead(503, { Connection: "close" }).end();
  });
  const paying = clients.keepPaying(100, stop.signal);
  await once(server, "request");
  let idle = false;
  const waiting = clients.idle(running).then(() => (idle = true));
  clients.hold();
  await sleep(50);
  expect(idle).toBe(false);
  answer();
  await waiting;
  expect(clients.pays.failed).toBe(1);
  stop.abort();
  await paying;
});

describe("waiting until a share is paid", () => {
  const invoices = [1, 2, 3, 4].map((n) => ({ ...invoice, InvoiceId: `run-${n}` }));
  const unpaid = (...ids: string[]) => ({
    status: 200,
    body: ids.map((InvoiceId) => ({ ...invoice, InvoiceId, IsPaid: false })),
  });

  test("it ends when so few are unpaid, whoever else's are and whatever fails", async () => {
    answers = [
      unpaid("run-1", "run-2", "run-3", "run-4"),
      { status: 503, body: {} },
      unpaid("run-2", "run-3", "run-4", "I1"),
      unpaid("run-2", "run-3"),
    ];
    await clients.untilPaid(invoices, 0.25, running);
    expect(answers).toHaveLength(1);
    expect(await recorded()).toEqual([]);
  });

  test("it ends at once where there is none", async () => {
    answers = [unpaid("I1")];
    await clients.untilPaid([], 0.25, running);
    expect(answers).toEqual([]);
  });

  test("it ends with the signal's reason", async () => {
    answers = [unpaid("run-1", "run-2", "run-3", "run-4")];
    const waiting = clients.untilPaid(invoices, 0.25, stop.signal);
    stop.abort(new Error("interrupted"));
    await expect(waiting).rejects.toThrow("interrupted");
  });
});
