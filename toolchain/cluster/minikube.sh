# shellcheck shell=bash
# Minikube's docker driver: how it is started, and what a node gets before and after.

PROFILE=sre-challenge
INVOICE_APP_NODE_PORT=30081
KUBE_ROUTER_MANIFEST=${ROOT}/toolchain/cluster/kube-router.yaml

minikube_run() {
  MINIKUBE_HOME="${STATE}/minikube" MINIKUBE_IN_STYLE=false KUBECONFIG="${STATE}/kubeconfig" \
    minikube "$@" --profile "${PROFILE}"
}

# The port is published on this machine itself, because on macOS the node's address is not
# reachable. Minikube copies what is under `files` to each node before Kubernetes starts.
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
    --cni="${KUBE_ROUTER_MANIFEST}" --ports="127.0.0.1:${INVOICE_APP_NODE_PORT}:${INVOICE_APP_NODE_PORT}" \
    --install-addons=false --interactive=false --embed-certs --wait=apiserver
  api_server_flags
  # Minikube's docker driver refuses root without it.
  [[ $(id -u) -ne 0 ]] || echo --force
  if [[ ${SOURCE} == modules ]]; then
    printf '%s\n' --base-image="$(base_image)" --preload=false --cache-images=false
  fi
}

minikube_profile_exists() {
  [[ -d ${STATE}/minikube/.minikube/profiles/${PROFILE} ]]
}

cluster_runs() {
  minikube_profile_exists && container_runs "${PROFILE}"
}

container_runs() {
  [[ $(docker container inspect --format '{{.State.Running}}' "$1" 2>/dev/null) == true ]]
}

# minikube_delete: the registry goes first, since it hangs on the nodes' network.
minikube_delete() {
  docker rm --force --volumes "${REGISTRY}"
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

nodes() {
  docker ps --all --filter "label=name.minikube.sigs.k8s.io=${PROFILE}" --format '{{.Names}}'
}

# nodes_prepare gives each node its pods' network and the way to the registry, and the authenticator its key.
nodes_prepare() {
  local node range field='jsonpath={.spec.podCIDR}'
  for node in $(nodes); do
    kubectl --kubeconfig "${STATE}/kubeconfig" wait --timeout=60s --for "${field}" "node/${node}"
    range=$(kubectl --kubeconfig "${STATE}/kubeconfig" get node "${node}" --output "${field}")
    pod_network "${range}" | node_write "${node}" /etc/cni/net.d/10-kube-router.conflist
    registry_hosts | node_write "${node}" "/etc/containerd/certs.d/localhost:${REGISTRY_PORT}/hosts.toml"
  done
  node_exec "${PROFILE}" chown "${AUTHENTICATOR_USER_ID}" "${API_SERVER_FILES}/aws-iam-authenticator/key.pem"
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
