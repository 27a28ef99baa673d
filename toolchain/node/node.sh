# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# A Minikube node of its own for a Linux host that reaches package registries only.
# The verbs that setup.sh uses: node_preflight, node_up, node_down, node_check,
# node_environment, node_address. Each may be called again at any time.

shopt -s inherit_errexit
# shellcheck source=toolchain/node/machine.sh
source "${ROOT}/toolchain/node/machine.sh"
# shellcheck source=toolchain/node/wait.sh
source "${ROOT}/toolchain/node/wait.sh"
# shellcheck source=toolchain/node/addons.sh
source "${ROOT}/toolchain/node/addons.sh"
# shellcheck source=toolchain/node/root.sh
source "${ROOT}/toolchain/node/root.sh"
# shellcheck source=toolchain/node/images.sh
source "${ROOT}/toolchain/node/images.sh"
# shellcheck source=toolchain/node/golang-image.sh
source "${ROOT}/toolchain/node/golang-image.sh"

NODE_IMAGES_MARKER=${NODE_ROOT}/etc/sre-challenge-images

# node_lives tells whether a node runs on this host, of whatever clone.
node_lives() { machine_leader >/dev/null; }

# node_preflight stops with a remedy where this host cannot hold the node.
node_preflight() {
  ((EUID == 0)) || fail "A node of its own needs root" \
    "Run it as root (sudo bash setup.sh), or start Docker and make it reachable for this user"
  [[ $(uname -s) == Linux ]] || fail "A node of its own needs Linux" "Install Docker Desktop, or brew"
  # What hangs on the node's own link is a node that was killed: it goes before the next boot.
  if ip -4 -o addr show to "${NODE_SUBNET}.0/24" | grep -vwq "${NODE_HOST_LINK}"; then
    fail "The address range ${NODE_SUBNET}.0/24 is in use on this machine" \
      "Choose another: NODE_SUBNET=192.168.77 bash setup.sh"
  fi
  if ip route show "${POD_CIDR}" | grep -vwq "${NODE_HOST_LINK}"; then
    fail "There is a route to ${POD_CIDR}, the range of the cluster's pods" \
      "Remove it for the time being: ip route del ${POD_CIDR}"
  fi
}

# node_up ends with a ready cluster and ${STATE}/kubeconfig for it.
node_up() {
  local root=old
  ROOT_KEY=$(root_key)
  if root_current; then root=current; fi
  if [[ ${root} == old ]] || ! images_current; then
    root_build
  fi
  modules_tidy
  if [[ ${root} == old ]]; then
    machine_stop
    run_logged "unpacking the node" root_install
  fi
  node_lives || run_logged "booting the node" machine_boot
  node_images
  cluster_healthy || run_logged "starting Minikube on the node" minikube_start
  run_logged "waiting for the cluster" cluster_wait
  kubeconfig_write
}

# node_images imports the cluster's images into containerd and the image that
# compiles the services into Docker, once.
node_images() {
  images_current && return
  run_logged "importing the cluster's images" images_import
  images_archives >"${NODE_IMAGES_MARKER}"
}

images_current() {
  [[ -f ${NODE_IMAGES_MARKER} ]] && [[ $(<"${NODE_IMAGES_MARKER}") == "$(images_archives)" ]]
}

images_archives() {
  cluster_images_archive
  golang_image_archive
}

images_import() {
  local loading
  golang_image_load &
  loading=$!
  wait_for 60 machine_exec ctr version
  machine_exec ctr --namespace k8s.io images import - <"$(cluster_images_archive)"
  wait "${loading}"
}

golang_image_load() {
  wait_for 60 machine_exec docker --host unix:///run/host-side/docker.sock version
  machine_exec docker --host unix:///run/host-side/docker.sock load <"$(golang_image_archive)"
}

minikube_start() {
  local flags=()
  mapfile -t flags < <(api_server_flags)
  machine_exec minikube start --driver=none --container-runtime=containerd \
    --kubernetes-version="${KUBERNETES_VERSION}" --preload=false --cache-images=false \
    --install-addons=false --cni=/etc/kube-router.yaml "${flags[@]}"
  addons_enable
}

cluster_healthy() {
  machine_exec kubectl --request-timeout=3s get --raw=/readyz >/dev/null 2>&1 &&
    machine_exec systemctl --quiet is-active kubelet
}

# service_address_answers: kube-proxy has made the way from the API's service to the API.
service_address_answers() {
  machine_exec curl --silent --fail --insecure --max-time 1 --output /dev/null https://10.96.0.1/readyz
}

# cluster_wait returns when DNS, the firewall, the registry and Docker all answer.
cluster_wait() {
  local kubectl=(machine_exec kubectl --namespace kube-system)
  wait_for 60 cluster_healthy
  wait_for 60 "${kubectl[@]}" get daemonset/kube-router
  "${kubectl[@]}" rollout status --timeout=180s daemonset/kube-router daemonset/kube-proxy deployment/coredns
  "${kubectl[@]}" wait --for=condition=Ready --timeout=60s pod/storage-provisioner
  # A boot starts with an empty firewall: a pod's chain in it is kube-router's own, and new.
  wait_for 180 machine_exec sh -c 'iptables-save --table filter | grep -q KUBE-POD-FW'
  wait_for 60 service_address_answers
  wait_for 60 machine_exec curl --silent --fail --max-time 2 http://localhost:5000/v2/
  wait_for 60 machine_exec docker --host unix:///run/host-side/docker.sock version
}

kubeconfig_write() {
  local part=${STATE}/kubeconfig.part
  (umask 077 && machine_exec kubectl config view --flatten --minify --raw >"${part}")
  "${BIN}/kubectl" --kubeconfig "${part}" config rename-context minikube "${NODE_NAME}" >/dev/null
  mv "${part}" "${STATE}/kubeconfig"
}

# node_down removes the node and all that it left on the host.
node_down() {
  run_logged "stopping the node" machine_stop
  run_logged "removing the node" rm -rf "${STATE}/node" "${STATE}/kubeconfig"
}

# node_check prints one line on the state of the node, and changes nothing.
node_check() {
  if ! node_lives; then
    printf 'not running%s\n' "$([[ ! -d ${NODE_ROOT} ]] || printf ', to be started again')"
  elif cluster_healthy; then
    printf 'running at %s\n' "${NODE_ADDRESS}"
  else
    printf 'running at %s, Kubernetes does not answer: to be healed\n' "${NODE_ADDRESS}"
  fi
}

# node_environment prints the exports for a shell that works with the node.
node_environment() {
  printf 'export DOCKER_HOST=unix://%s/docker.sock\n' "${NODE_RUN}"
}

node_address() {
  printf '%s\n' "${NODE_ADDRESS}"
}
