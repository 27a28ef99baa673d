import { createServer, type Server } from "node:net";
import { askOutside, listenOutside } from "../../verify/outside";
import type { Target } from "../../verify/targets";

const at = (host: string, port: number): Target => ({
  via: "host IP",
  kind: "http",
  host,
  port,
  path: "/",
});

test("the listener answers with its identity until it is closed", async () => {
  const listener = await listenOutside("127.0.0.1", "outside-r1");
  const { host, port } = listener;
  expect(host).toBe("127.0.0.1");
  expect(await askOutside([at(host, port)])).toEqual([
    { outcome: "answered", detail: "HTTP/1.1 200", body: "outside-r1" },
  ]);
  listener.close();
  expect(await askOutside([at(host, port)])).toEqual([
    { outcome: "refused", detail: `connect ECONNREFUSED 127.0.0.1:${port}` },
  ]);
});

test.each<[string, string]>([
  ["hangs up", ""],
  ["speaks something else", "220 smtp\r\n"],
])("a server that %s was reached nevertheless", async (_, words) => {
  const server = createServer((socket) => socket.end(words));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const [answer] = await askOutside([at("127.0.0.1", port)]);
  expect(answer?.outcome).toBe("connected");
  server.close();
});

test("a server that accepts and says nothing was reached nevertheless", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const [answer] = await askOutside([at("127.0.0.1", port)]);
  expect(answer?.outcome).toBe("connected");
  server.close();
});

describe("a database", () => {
  let server: Server | undefined;
  afterEach(() => server?.close());

  async function askServer(words: string | undefined) {
    const started = (server = createServer((socket) => {
      socket.once("data", () => words !== undefined && socket.end(words));
    }));
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    const { port } = started.address() as { port: number };
    const [answer] = await askOutside([{ ...at("127.0.0.1", port), kind: "postgres" }]);
    return answer?.outcome;
  }

  test.each([
    ["speaks no TLS", "N", "answered"],
    ["speaks TLS", "S", "answered"],
    ["is none", "HTTP/1.0 400 Bad Request", "connected"],
    ["hangs up", "", "connected"],
    ["says nothing", undefined, "connected"],
  ])("that %s", async (_, words, outcome) => {
    expect(await askServer(words)).toBe(outcome);
  });

  test("that is not there", async () => {
    const answers = await askOutside([{ ...at("127.0.0.1", 1), kind: "postgres" }]);
    expect(answers).toEqual([{ outcome: "refused", detail: "connect ECONNREFUSED 127.0.0.1:1" }]);
  });
});
