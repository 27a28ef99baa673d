import type { Answer, Asker } from "../../../verify/traffic/ask";
import { expand } from "../../../verify/traffic/cells";
import { controlsOf } from "../../../verify/traffic/controls";
import { askAll, observe } from "../../../verify/traffic/observe";
import type { Target } from "../../../verify/traffic/targets";
import { twoTeams } from "../../two-teams";
import { places } from "./places";
import { targetsOf } from "../../../verify/traffic/targets";

const http: Target = { via: "pod IP", kind: "http", host: "10.244.0.7", port: 8082, path: "/" };
const udp: Target = { via: "pod IP", kind: "udp", host: "10.244.0.9", port: 53, identity: "open" };

test.each<[string, Target, Answer | undefined, object]>([
  [
    "HTTP 200 is an answer",
    http,
    { outcome: "answered", detail: "HTTP/1.0 200 OK", body: "{}" },
    { address: "10.244.0.7:8082", outcome: "answered", detail: "HTTP/1.0 200 OK" },
  ],
  [
    "any other status is none",
    http,
    { outcome: "answered", detail: "HTTP/1.1 503 Service Unavailable" },
    {
      address: "10.244.0.7:8082",
      outcome: "connected",
      detail: "HTTP/1.1 503 Service Unavailable",
    },
  ],
  [
    "HTTP 401 asks for a token",
    http,
    { outcome: "answered", detail: "HTTP/1.1 401 Unauthorized" },
    { address: "10.244.0.7:8082", outcome: "denied", detail: "HTTP/1.1 401 Unauthorized" },
  ],
  [
    "the right server's answer",
    udp,
    { outcome: "answered", detail: "datagram", body: "open" },
    { address: "10.244.0.9:53/udp", outcome: "answered", detail: "datagram" },
  ],
  [
    "another server's answer is none",
    udp,
    { outcome: "answered", detail: "datagram", body: "payment-provider-copycat" },
    {
      address: "10.244.0.9:53/udp",
      outcome: "connected",
      detail: '"payment-provider-copycat" answered, not open',
    },
  ],
  [
    "a refusal stays one",
    udp,
    { outcome: "refused", detail: "connection refused" },
    { address: "10.244.0.9:53/udp", outcome: "refused", detail: "connection refused" },
  ],
  [
    "an answer that is missing",
    udp,
    undefined,
    { address: "10.244.0.9:53/udp", outcome: "failed", detail: "no answer" },
  ],
])("%s", (_, target, answer, expected) => {
  expect(observe(target, answer)).toEqual({ via: "pod IP", ...expected });
});

test("each client is asked once, and each cell gets the answers of all its addresses", async () => {
  const asked: [string, string[]][] = [];
  const asker =
    (client: string): Asker =>
    (targets) => {
      asked.push([client, targets.map(({ host }) => host)]);
      return Promise.resolve(targets.map(({ host }) => ({ outcome: "refused", detail: host })));
    };
  const matrix = {
    "invoice-app-twin": {
      control: "open",
      allowed: [],
      denied: [],
      refused: ["payment-provider/pod-ip"],
    },
  };
  const askers = {
    "invoice-app-twin": asker("invoice-app-twin"),
    "invoice-app": asker("invoice-app"),
  };

  const observed = await askAll(
    expand(matrix, controlsOf(twoTeams)),
    targetsOf(twoTeams, places),
    askers,
  );

  expect(asked).toEqual([
    ["invoice-app-twin", ["10.244.0.21", "10.244.0.22", "10.244.1.20", "10.244.1.20"]],
    ["invoice-app", ["10.244.0.21", "10.244.0.22"]],
  ]);
  const refused = (ip: string) => ({
    via: "pod IP",
    address: `${ip}:8082`,
    outcome: "refused",
    detail: ip,
  });
  expect(Object.fromEntries(observed)).toEqual({
    "invoice-app-twin -> payment-provider/pod-ip": [refused("10.244.0.21"), refused("10.244.0.22")],
    "invoice-app-twin -> open": [8081, 8082].map((port) => ({
      ...refused("10.244.1.20"),
      address: `10.244.1.20:${port}`,
    })),
    "invoice-app -> payment-provider/pod-ip": [refused("10.244.0.21"), refused("10.244.0.22")],
  });
});
