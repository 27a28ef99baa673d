import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { backupsOf, unpaidOf } from "../../status/look";

const { signal } = new AbortController();
let server: Server;

/** Its port, with that answer to whatever is asked. */
async function answering(status: number, body: unknown): Promise<number> {
  server = createServer((_, response) => {
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

describe("what is unpaid", () => {
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  test.each([
    [200, [], "0", false],
    [200, [{}, {}], "2", false],
    [200, Array.from({ length: 1000 }, () => ({})), "1000 or more", false],
    [401, {}, "not asked: invoice-app wants a token", false],
    [500, {}, "invoice-app answers 500", true],
  ])("by an answer %d", async (status, body, text, isFault) => {
    expect(await unpaidOf(await answering(status, body), signal)).toEqual({ text, isFault });
  });

  test("by no answer", async () => {
    const port = await answering(200, []);
    server.close();
    expect(await unpaidOf(port, signal)).toEqual({
      text: expect.stringMatching(/^invoice-app does not answer: /) as string,
      isFault: true,
    });
  });
});

test("where invoice-app has no port of this machine nobody asks it", async () => {
  expect(await unpaidOf(undefined, signal)).toEqual({
    text: "not asked: no port of this machine",
    isFault: false,
  });
});

test("the dumps are the program's CronJobs that run by themselves", async () => {
  const asked: string[] = [];
  const cronJob = (name: string, more: object) => ({
    metadata: { name, creationTimestamp: "2026-01-01T00:00:00Z" },
    spec: {},
    ...more,
  });
  const items = [
    cronJob("invoices-database-backup", {
      status: { lastSuccessfulTime: "2026-01-02T02:17:00Z" },
    }),
    cronJob("invoices-database-restore", { spec: { suspend: true } }),
    cronJob("payments-database-backup", {}),
  ];
  const backups = await backupsOf(({ path }) => {
    asked.push(path);
    return Promise.resolve({ status: 200, body: { items } });
  });
  expect(backups).toEqual([
    {
      database: "invoices-database",
      at: "2026-01-02T02:17:00Z",
      since: "2026-01-01T00:00:00Z",
    },
    { database: "payments-database", at: undefined, since: "2026-01-01T00:00:00Z" },
  ]);
  expect(asked).toEqual([
    "/apis/batch/v1/cronjobs?labelSelector=app.kubernetes.io%2Fpart-of%3Dsre-challenge",
  ]);
});
