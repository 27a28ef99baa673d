import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { unpaidAt } from "../../status/look";

const { signal } = new AbortController();
let server: Server;

/** Its address, with that answer to whatever is asked. */
async function answering(status: number, body: unknown): Promise<string> {
  server = createServer((_, response) => {
    response.writeHead(status).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/invoices`;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test.each([
  [200, [], 0],
  [200, [{}, {}], 2],
  [200, Array.from({ length: 1000 }, () => ({})), "1000 or more"],
  [401, {}, "invoice-app answers 401"],
])("an answer %d", async (status, body, unpaid) => {
  expect(await unpaidAt(await answering(status, body), signal)).toBe(unpaid);
});

test("no answer", async () => {
  const address = await answering(200, []);
  server.close();
  expect(await unpaidAt(address, signal)).toMatch(/^invoice-app does not answer: /);
});
