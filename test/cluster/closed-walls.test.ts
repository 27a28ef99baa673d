import { runOnNode } from "./node";

const unit = "walls-closed.service";

describe("while kube-router has not spoken yet", () => {
  test("the node forwards nothing", () => {
    const [policy] = runOnNode("iptables --wait --list-rules FORWARD").split("\n");
    expect(policy).toBe("-P FORWARD DROP");
  });

  test("the node takes nothing that a pod begins", () => {
    const rules = runOnNode("iptables --wait --list-rules INPUT").trimEnd().split("\n");
    expect(rules.at(-1)).toBe("-A INPUT -i veth+ -m conntrack --ctdir ORIGINAL -j DROP");
  });

  test("nor by the address of IPv6 that every interface has", () => {
    const rules = runOnNode("[ ! -e /proc/net/if_inet6 ] || ip6tables --wait --list-rules INPUT");
    expect(rules).toMatch(/^$|-A INPUT -i veth\+ -j DROP\n/);
  });

  test("who asks a service is told so, and does not wait", () => {
    const rules = runOnNode("iptables --wait --list-rules FORWARD");
    expect(rules).toContain("-A FORWARD -d 10.96.0.0/12 -j REJECT");
  });

  test.each(["Requires", "After"])("containerd %s that", (relation) => {
    const show = 'systemctl show --value --property="$1" containerd.service';
    expect(runOnNode(show, relation).split(/\s/)).toContain(unit);
    expect(runOnNode('systemctl is-active "$1"', unit)).toBe("active\n");
  });
});
