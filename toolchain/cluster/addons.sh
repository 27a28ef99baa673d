# shellcheck shell=bash
# What is on the cluster beside Kubernetes and its network engine: the system's own walls, the volumes, and what
# autoscalers go by.

ADDON_MANIFESTS=("${ROOT}"/toolchain/cluster/{system-walls,local-path,metrics-server}.yaml)

addons_apply() {
  cluster_kubectl apply --server-side --force-conflicts "${ADDON_MANIFESTS[@]/#/--filename=}"
}

# dns_spread: with several nodes, one that dies does not take the names of all with it.
dns_spread() {
  [[ $(nodes_wished) -eq 1 ]] ||
    cluster_kubectl --namespace kube-system scale deployment/coredns --replicas 2
}

# service_addresses_answer: kube-proxy has made the ways to the API server, and to DNS.
service_addresses_answer() {
  node_exec "${PROFILE}" curl --silent --fail --insecure --max-time 1 --output /dev/null https://10.96.0.1/readyz &&
    node_exec "${PROFILE}" timeout 1 bash -c '</dev/tcp/10.96.0.10/53'
}
