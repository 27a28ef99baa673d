import { createServer as createHttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { askHere } from "../../../verify/traffic/ask-here";
import type { Target } from "../../../verify/traffic/targets";

const at = (port: number): Target => ({
  via: "loopback",
  kind: "http",
  host: "127.0.0.1",
  port,
  path: "/",
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { port: number }).port;
}

test("a server answers until it is closed", async () => {
  const server = createHttpServer((_, response) => response.end("it is me"));
  const port = await portOf(server);
  expect(await askHere([at(port)])).toEqual([
    { outcome: "answered", detail: "HTTP/1.1 200", body: "it is me" },
  ]);
  server.close();
  expect(await askHere([at(port)])).toEqual([
    { outcome: "refused", detail: `connect ECONNREFUSED 127.0.0.1:${port}` },
  ]);
});

test.each<[string, Server]>([
  ["hangs up", createServer((socket) => socket.end(""))],
  ["speaks something else", createServer((socket) => socket.end("220 smtp\r\n"))],
  ["accepts and says nothing", createServer()],
])("a server that %s was reached nevertheless", async (_, server) => {
  const [answer] = await askHere([at(await portOf(server))]);
  expect(answer?.outcome).toBe("connected");
  server.close();
});
