import { command } from "../../../cluster/command";
import type { Cluster } from "../../../verify/traffic/cluster";
import { removeOutside, startOutside } from "../../../verify/traffic/outside";
import type { Target } from "../../../verify/traffic/targets";

jest.mock("../../../cluster/command");

const answer = { outcome: "answered", detail: "HTTP/1.0 200", body: "open" };
const docker = jest.mocked(command);
const calls = () => docker.mock.calls.map(([program, args]) => [program, ...args].join(" "));

/** Docker says this, by the first word of what it is asked. */
function dockerSays(words: Readonly<Record<string, string | Error>>): void {
  docker.mockReset();
  docker.mockImplementation((_, [verb = ""]) => {
    const said = words[verb] ?? "";
    return said instanceof Error ? Promise.reject(said) : Promise.resolve(said);
  });
}

const node = (address: string, podCIDR?: string) => ({
  metadata: { name: "node" },
  spec: podCIDR === undefined ? {} : { podCIDR },
  status: { addresses: [{ type: "InternalIP", address }] },
});

const clusterOf = (...items: object[]) =>
  ({ core: { listNode: () => Promise.resolve({ items }) } }) as unknown as Cluster;

const target: Target = { via: "pod IP", kind: "http", host: "10.244.0.9", port: 8082, path: "/" };
const { signal } = new AbortController();

const running = { inspect: "sre-challenge/node:0123\n", exec: JSON.stringify([answer]) };

const start = (...nodes: object[]) =>
  startOutside(clusterOf(...nodes), { run: "r1", image: "probe:1" }, signal);

test("a container beside the nodes gets a route to the pods of each, and asks", async () => {
  dockerSays(running);
  const nodes = [node("192.168.49.2", "10.244.0.0/24"), node("192.168.49.3", "10.244.1.0/24")];
  const { listener, ask } = await start(...nodes);
  expect(listener).toEqual({ host: "192.168.49.254", port: 8082, identity: "outside-r1" });
  expect(await ask([target])).toEqual([answer]);
  expect(calls()).toEqual([
    "docker run --detach --rm --name outside-r1 --label sre-challenge/verify=r1 --network sre-challenge --ip 192.168.49.254 probe:1 serve -name outside-r1 -tcp 8082",
    "docker inspect --format {{.Config.Image}} sre-challenge",
    "docker run --rm --label sre-challenge/verify=r1 --network container:outside-r1 --cap-add NET_ADMIN --user root --entrypoint sh sre-challenge/node:0123 -ec ip route replace 10.244.0.0/24 via 192.168.49.2\nip route replace 10.244.1.0/24 via 192.168.49.3",
    `docker exec outside-r1 /probe ask ${JSON.stringify([target])}`,
  ]);
});

test("a node without a range of pods cannot be gone around", async () => {
  dockerSays(running);
  await expect(start(node("192.168.49.2"))).rejects.toThrow("node node has no address");
});

test("a container that is gone has asked nothing", async () => {
  dockerSays({ ...running, exec: new Error("No such container") });
  const { ask } = await start(node("192.168.49.2", "10.244.0.0/24"));
  const [found] = await ask([target]);
  expect(found?.outcome).toBe("failed");
  expect(found?.detail).toContain("No such container");
});

test.each([
  ["what earlier runs left is removed", "one\ntwo\n", ["docker rm --force one two"]],
  ["nothing is removed where nothing is left", "", []],
])("%s", async (_, ps, expected) => {
  dockerSays({ ps });
  await removeOutside();
  expect(calls().slice(1)).toEqual(expected);
});
