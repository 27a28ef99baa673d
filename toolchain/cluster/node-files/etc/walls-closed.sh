#!/bin/sh
# What a node lets through before kube-router, whose own chains come first, has said of a pod: nothing.
# Safe to run again.
set -eu

# rule TABLE CHAIN MATCH… adds a rule that is not there yet.
rule() {
  table=$1
  chain=$2
  shift 2
  "${iptables}" --wait --table "${table}" --check "${chain}" "$@" 2>/dev/null ||
    "${iptables}" --wait --table "${table}" --append "${chain}" "$@"
}

# lookups PROTOCOL RATE BURST bounds what each pod sends to a name server. Not every kernel has hashlimit.
lookups() {
  rule raw PREROUTING --in-interface veth+ --protocol "$1" --dport 53 --match hashlimit --hashlimit-name "lookups-$1" \
    --hashlimit-mode srcip --hashlimit-above "$2" --hashlimit-burst "$3" --jump DROP ||
    echo "this kernel has no hashlimit: a pod's lookups by $1 are not bounded"
}

iptables=iptables
iptables --wait --policy FORWARD DROP
# Until kube-proxy has made its way, who asks a service is told so, and need not wait half a minute.
rule filter FORWARD --destination 10.96.0.0/12 --jump REJECT
# What a pod of this node begins with the node itself; replies to the kubelet pass.
rule filter INPUT --in-interface veth+ --match conntrack --ctdir ORIGINAL --jump DROP
lookups udp 100/second 200
# By its size: a connection has room for many lookups.
lookups tcp 8kb/s 32kb
# The node's table of connections is all pods', and forgets an open one that is silent after five days only.
# What is dropped here never gets into it.
rule mangle PREROUTING --in-interface veth+ --protocol tcp --syn \
  --match connlimit --connlimit-above 500 --connlimit-saddr --connlimit-mask 32 --jump DROP ||
  echo 'this kernel has no connlimit: connections of a pod are not bounded'

# Pods have no IPv6 but what the kernel gives each interface by itself, and by it they would reach the node.
if [ -e /proc/net/if_inet6 ]; then
  iptables=ip6tables
  rule filter INPUT --in-interface veth+ --jump DROP ||
    echo 'this kernel has no ip6tables: pods reach the node by IPv6'
fi
