import { lastLines, linesOf } from "../../why/last-lines";
import { FakeCluster } from "./fake-cluster";

const stamp = "2026-01-01T00:00:00.123456789Z";
const path = "/api/v1/namespaces/payments/pods/web-1/log";
const of = { namespace: "payments", pod: "web-1", container: "web", previous: true };

it("asks for the end of the container before", async () => {
  const answer = { status: 200, body: `${stamp} one\n${stamp} two\n` };
  const cluster = new FakeCluster({}, { [`GET ${path}`]: answer });
  expect(await lastLines(cluster.ask, of)).toEqual(["one", "two"]);
  expect(cluster.asked.map((request) => request.path)).toEqual([
    `${path}?container=web&previous=true&tailLines=20&timestamps=true`,
  ]);
});

it("says why there is no log", async () => {
  const answer = { status: 400, body: { message: "container is\nwaiting" } };
  const cluster = new FakeCluster({}, { [`GET ${path}`]: answer });
  expect(await lastLines(cluster.ask, of)).toEqual(["(no log: container is waiting)"]);
});

it.each([
  ["colours", "\u001b[1;31mred\u001b[0m", ["red"]],
  ["a title for the window", "\u001b]0;title\u0007text", ["text"]],
  ["control characters", "a\u0000\u0008\tb\u009bc", ["a b c"]],
  ["a text that is turned around", "a\u202eb", ["a b"]],
  ["a carriage return", "progress\rdone", ["progress done"]],
  ["an empty line", "", []],
  ["a long line", "x".repeat(301), [`${"x".repeat(300)}…`]],
  ["300 characters", "x".repeat(300), ["x".repeat(300)]],
])("takes out %s", (_what, line, lines) => {
  expect(linesOf(`${stamp} ${line}\n`)).toEqual(lines);
});

it("keeps the last 20 lines", () => {
  const log = Array.from({ length: 30 }, (_, i) => `${stamp} ${i}`).join("\n");
  expect(linesOf(log)).toEqual(Array.from({ length: 20 }, (_, i) => String(i + 10)));
});
