import { kubectl } from "./kubectl";
import { node, runOnNode } from "./node";

// What one pod fills or floods takes nothing from the others.

test("the kubelet keeps disk and memory free, bounds processes, and pulls images side by side", async () => {
  const answer = await kubectl(["get", "--raw", `/api/v1/nodes/${node}/proxy/configz`]);
  const { kubeletconfig } = JSON.parse(answer) as { kubeletconfig: object };
  expect(kubeletconfig).toMatchObject({
    evictionHard: {
      "imagefs.available": "1Gi",
      "memory.available": "100Mi",
      "nodefs.available": "1Gi",
    },
    podPidsLimit: 512,
    serializeImagePulls: false,
    // An hour of the audit log.
    containerLogMaxFiles: 6,
  });
});

test.each([
  ["udp", "100/sec"],
  ["tcp", "8kb/s"],
])("a pod's lookups by %s have a bound", (protocol, bound) => {
  const rules = runOnNode("iptables --wait --table raw --list-rules PREROUTING").split("\n");
  const bounds = rules.filter(
    (rule) => rule.includes(`-p ${protocol} `) && rule.includes(" --dport 53 "),
  );
  expect(bounds).toEqual([
    expect.stringMatching(new RegExp(`-i veth\\+ .*--hashlimit-above ${bound} .*-j DROP$`)),
  ]);
});

test("a pod's open connections have a bound", () => {
  const rules = runOnNode("iptables --wait --table mangle --list-rules PREROUTING").split("\n");
  expect(rules.filter((rule) => rule.includes("connlimit"))).toEqual([
    expect.stringMatching(
      /-i veth\+ -p tcp .*--connlimit-above 500 --connlimit-mask 32 .*-j DROP$/,
    ),
  ]);
});

describe("lookups", () => {
  /** A question for `kube-dns.kube-system.svc.cluster.local`, as a shell's printf takes it. */
  const question = [
    "\\1\\2\\1\\0\\0\\1\\0\\0\\0\\0\\0\\0",
    ...["kube-dns", "kube-system", "svc", "cluster", "local"].map(
      (label) => `\\${label.length.toString(8)}${label}`,
    ),
    "\\0\\0\\1\\0\\1",
  ].join("");
  const floods = 3000;
  const lookups = 7;

  async function addressOf(namespace: string): Promise<string> {
    const selector = `--selector=app.kubernetes.io/name=${namespace}-database`;
    const path = "--output=jsonpath={.items[0].status.podIP}";
    return kubectl(["get", "pods", `--namespace=${namespace}`, selector, path]);
  }

  /** What `script` prints, run on the node's programs in the network of the pod at an address. */
  const inPod = `
    for space in $(ip netns list | cut -d' ' -f1); do
      ip netns exec "$space" ip -4 -oneline address | grep -qF " $1/" && exec ip netns exec "$space" bash -c "$2"
    done
    exit 9`;

  const each = (lookup: string) =>
    `for ((i = 0; i < ${floods}; i++)); do printf '${lookup}' >&3; done`;

  test.each([
    ["udp", `exec 3>/dev/udp/10.96.0.10/53; ${each(question)}`, floods / 2],
    // Each has its length before it; what is not let through is sent again, ever more slowly.
    [
      "tcp",
      `exec 3<>/dev/tcp/10.96.0.10/53; (${each(`\\0\\70${question}`)}) & sleep 3; kill $! || :`,
      1,
    ],
  ])(
    "one pod's flood by %s is cut, and another team's are answered",
    async (protocol, flood, cut) => {
      const [flooder, other] = await Promise.all(["invoices", "payments"].map(addressOf));
      const look = `for ((i = 0; i < ${lookups}; i++)); do
      exec 3<>/dev/udp/10.96.0.10/53; printf '${question}' >&3
      timeout 2 head -c 12 <&3 | wc -c
    done`;
      const dropped = `iptables --wait --table raw --list PREROUTING --numeric --verbose --exact | awk '/${protocol} dpt:53/ { print $1 }'`;
      const before = Number(runOnNode(dropped));
      const answers = runOnNode(
        `(${inPod}) & flooding=$!
       set -- "$3" "$4"
       (${inPod})
       wait "$flooding"`,
        flooder ?? "",
        flood,
        other ?? "",
        look,
      );
      expect(answers.trim().split("\n")).toEqual(Array<string>(lookups).fill("12"));
      expect(Number(runOnNode(dropped)) - before).toBeGreaterThanOrEqual(cut);
    },
  );
});
