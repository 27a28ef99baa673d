# shellcheck shell=bash
# Minikube's docker driver: how it is started, and what a node gets before and after.

PROFILE=sre-challenge
KUBE_ROUTER_MANIFEST=${ROOT}/toolchain/cluster/kube-router.yaml

minikube_run() {
  MINIKUBE_HOME="${STATE}/minikube" MINIKUBE_IN_STYLE=false KUBECONFIG="${STATE}/kubeconfig" \
    minikube "$@" --profile "${PROFILE}"
}

# cluster_kubectl asks this clone's cluster, whatever kubectl's own context is.
cluster_kubectl() { kubectl --kubeconfig "${STATE}/kubeconfig" "$@"; }

# Minikube copies what is under `files` to each node before Kubernetes starts.
minikube_start() {
  local flag flags=()
  while IFS= read -r flag; do flags+=("${flag}"); done < <(cluster_flags)
  rm -rf "${STATE}/minikube/.minikube/files"
  mkdir -p "${STATE}/minikube/.minikube/files"
  cp -R "${ROOT}/toolchain/cluster/node-files/." "${STATE}/minikube/.minikube/files"
  api_server_files_put "${STATE}/minikube/.minikube/files${API_SERVER_FILES}"
  minikube_run start "${flags[@]}"
}

# cluster_flags prints the arguments of `minikube start`, one a line.
cluster_flags() {
  printf '%s\n' --driver=docker --container-runtime=containerd --kubernetes-version="${KUBERNETES_VERSION}" \
    --nodes="$(nodes_wished)" --memory=no-limit --cni="${KUBE_ROUTER_MANIFEST}" \
    --install-addons=false --interactive=false --embed-certs --wait=apiserver --wait-timeout=20m
  api_server_flags
  kubelet_flags
  # Minikube's docker driver refuses root without it.
  [[ $(id -u) -ne 0 ]] || echo --force
  if [[ ${SOURCE} == modules ]]; then
    printf '%s\n' --base-image="$(base_image)" --preload=false --cache-images=false
  fi
}

# kubelet_flags: what one pod fills or holds up takes nothing from the others. A laptop's disk may well be
# nearly full, so that the bounds are no percentages. Six log files of 10 MiB hold an hour of the API server's, which is
# the audit log, and stay below the disk that a pod of ours may take (apps/httpservice/log_limits.go).
kubelet_flags() {
  printf -- '--extra-config=kubelet.%s\n' \
    container-log-max-files=6 \
    'eviction-hard=memory.available<100Mi,nodefs.available<1Gi,imagefs.available<1Gi' \
    pod-max-pids=512 \
    serialize-image-pulls=false
}

minikube_profile_exists() {
  [[ -d ${STATE}/minikube/.minikube/profiles/${PROFILE} ]]
}

cluster_runs() {
  local node
  minikube_profile_exists || return
  for node in $(node_names); do container_runs "${node}" || return; done
}

container_runs() {
  [[ $(docker container inspect --format '{{.State.Running}}' "$1" 2>/dev/null) == true ]]
}

# minikube_delete: what hangs on the nodes' network goes first.
minikube_delete() {
  docker rm --force --volumes "${REGISTRY}" "${LOAD_BALANCER}"
  docker volume rm --force "${REGISTRY}"
  minikube_run delete
}

# node_exec NODE COMMAND… runs it on the node as root; what stands in its standard input is not read.
node_exec() {
  docker exec "$@" </dev/null
}

# node_write NODE FILE writes its standard input to a file of the node.
node_write() {
  # shellcheck disable=SC2016  # the node's shell expands it
  docker exec --interactive "$1" sh -c 'mkdir -p "$(dirname "$1")" && cat >"$1"' sh "$2"
}

# nodes_wished prints how many nodes the cluster has, or shall have.
nodes_wished() { if [[ -n ${NODES:-} ]]; then echo "${NODES}"; else nodes_made; fi; }

nodes_made() { cat "${STATE}/nodes" 2>/dev/null || echo 1; }

# node_names prints what Minikube calls them.
node_names() {
  local number
  echo "${PROFILE}"
  for ((number = 2; number <= $(nodes_wished); number++)); do printf '%s-m%02d\n' "${PROFILE}" "${number}"; done
}

# join_tokens_remove: Minikube leaves those by which nodes joined, and they never expire.
join_tokens_remove() {
  cluster_kubectl --namespace kube-system delete secret \
    --field-selector type=bootstrap.kubernetes.io/token
}

# nodes_prepare gives each node its pods' network, what it knows of the other nodes, the way to the registry,
# and the authenticator its key.
nodes_prepare() {
  local node range ranges
  for node in $(node_names); do
    cluster_kubectl wait --timeout=60s --for='jsonpath={.spec.podCIDR}' "node/${node}"
  done
  ranges=$(pod_ranges)
  while read -r node range _; do
    pod_network "${range}" | node_write "${node}" /etc/cni/net.d/10-kube-router.conflist
    awk -v node="${node}" '$1 != node { print "route replace", $2, "via", $3 }' <<<"${ranges}" | node_write "${node}" /etc/other-nodes/routes
    awk -v first="${PROFILE}" '$1 == first { print $3 "\tcontrol-plane.minikube.internal" }' <<<"${ranges}" | node_write "${node}" /etc/other-nodes/hosts
    registry_hosts | node_write "${node}" "/etc/containerd/certs.d/localhost:${REGISTRY_PORT}/hosts.toml"
    node_exec "${node}" systemctl restart other-nodes
    # Its unit ran when the node booted, maybe with other rules.
    node_exec "${node}" sh /etc/walls-closed.sh
  done <<<"${ranges}"
  node_exec "${PROFILE}" chown "${AUTHENTICATOR_USER_ID}" "${API_SERVER_FILES}/aws-iam-authenticator/key.pem"
}

# pod_ranges prints a line for each node: its name, the range of its pods, its address.
pod_ranges() {
  cluster_kubectl get nodes --output \
    'jsonpath={range .items[*]}{.metadata.name} {.spec.podCIDR} {.status.addresses[?(@.type=="InternalIP")].address}{"\n"}{end}'
}

# pod_network RANGE prints what the kubelet's runtime is told: pods hang on veth pairs that the node
# routes, so that all they send passes its firewall.
pod_network() {
  cat <<TEXT
{
  "cniVersion": "1.0.0",
  "name": "kube-router",
  "plugins": [
    {
      "type": "ptp",
      "mtu": 1500,
      "ipMasq": false,
      "ipam": {
        "type": "host-local",
        "ranges": [[{ "subnet": "$1" }]],
        "routes": [{ "dst": "0.0.0.0/0" }]
      }
    },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
TEXT
}
