# shellcheck shell=bash
# What runs on the cluster beside Kubernetes: an addon of Minikube's, and the volumes.

LOCAL_PATH_MANIFEST=${ROOT}/toolchain/cluster/local-path.yaml

addons_enable() {
  addon_enable metrics-server MetricsServer
  cluster_kubectl apply --server-side --force-conflicts --filename "${LOCAL_PATH_MANIFEST}"
}

# dns_spread: with several nodes, one that dies does not take the names of all with it.
dns_spread() {
  [[ $(nodes_wished) -eq 1 ]] ||
    cluster_kubectl --namespace kube-system scale deployment/coredns --replicas 2
}

# addon_enable ADDON [IMAGE] tries again for a while: Minikube first asks runc for what is
# paused, and runc fails if a container ends while it lists them, as after a restart. Where nothing can
# be pulled, its IMAGE is one of ours.
addon_enable() {
  local flags=()
  [[ ${SOURCE} != modules || -z ${2:-} ]] || flags=(--images="$2=$(addon_image "$1")" --registries="$2=localhost")
  wait_for 15 minikube_run addons enable "$1" ${flags[@]+"${flags[@]}"}
}

# service_addresses_answer: kube-proxy has made the ways to the API server, and to DNS (here its metrics).
service_addresses_answer() {
  node_exec "${PROFILE}" curl --silent --fail --fail-early --insecure --max-time 1 \
    https://10.96.0.1/readyz http://10.96.0.10:9153/metrics >/dev/null
}
