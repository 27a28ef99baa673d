# shellcheck shell=bash
# The cluster on a laptop: Minikube's docker driver, with a network that enforces
# NetworkPolicy and a registry that the node calls localhost:5000.

PROFILE=sre-challenge
INVOICE_APP_NODE_PORT=30081

laptop_minikube() {
  MINIKUBE_HOME="${STATE}/minikube" MINIKUBE_IN_STYLE=false KUBECONFIG="${STATE}/kubeconfig" \
    minikube "$@" --profile "${PROFILE}"
}

laptop_up() {
  if laptop_runs && cluster_answers && laptop_flags_current; then
    note "the cluster runs"
    return
  fi
  attempt "starting Minikube" laptop_start
  if [[ ${GROUP_STATUS} -ne 0 ]]; then
    end_of_log "starting Minikube"
    laptop_keeps_data
    where_to_go_on
  fi
  run_logged "waiting for the registry" kubectl --kubeconfig "${STATE}/kubeconfig" --namespace kube-system \
    wait --for=condition=Ready pod --selector kubernetes.io/minikube-addons=registry --timeout=300s
}

# The port is published on the laptop itself, because on macOS the node's address is not
# reachable. Minikube copies what is under `files` to the node before Kubernetes starts.
laptop_start() {
  local flag flags=()
  while read -r flag; do flags+=("${flag}"); done < <(api_server_flags)
  # Minikube's docker driver refuses root without it.
  if [[ $(id -u) -eq 0 ]]; then flags+=(--force); fi
  api_server_files_put "${STATE}/minikube/.minikube/files${API_SERVER_FILES}"
  laptop_minikube start --driver=docker --container-runtime=docker --cni=calico --addons=registry,metrics-server \
    --kubernetes-version="${KUBERNETES_VERSION}" --ports="127.0.0.1:${INVOICE_APP_NODE_PORT}:${INVOICE_APP_NODE_PORT}" \
    --interactive=false --wait=all "${flags[@]}"
  laptop_minikube ssh -- sudo chown "${AUTHENTICATOR_USER_ID}" "${API_SERVER_FILES}/aws-iam-authenticator/key.pem"
  api_server_flags >"${STATE}/minikube/api-server-flags"
}

# laptop_flags_current: the API server was started with the flags of now.
laptop_flags_current() {
  [[ -f ${STATE}/minikube/api-server-flags ]] && [[ $(<"${STATE}/minikube/api-server-flags") == "$(api_server_flags)" ]]
}

laptop_exists() {
  [[ -d ${STATE}/minikube/.minikube/profiles/${PROFILE} ]]
}

laptop_runs() {
  laptop_exists && laptop_minikube status >/dev/null 2>&1
}

laptop_down() {
  run_logged "removing the cluster" laptop_minikube delete
  colima_remove
}

# laptop_check prints one line and changes nothing.
laptop_check() {
  if laptop_runs; then
    echo running
  elif laptop_exists; then
    echo stopped
  else
    echo absent
  fi
}

# laptop_keeps_data says how to give up a cluster that does not start; nobody else removes it.
laptop_keeps_data() {
  ! laptop_exists || printf '  The databases in it are kept. To give them up with it: bash %s --destroy\n' \
    "$(quoted "${ROOT}/setup.sh")" >&2
}

# Another cluster of that name, or a program on its port, must not be there before ours runs.
laptop_preflight() {
  local container
  container=$(docker container inspect --format '{{.State.Running}}' "${PROFILE}" 2>/dev/null || true)
  if [[ -n ${container} ]] && ! laptop_exists; then
    [[ -n $(cluster_owner) ]] || fail "a container ${PROFILE} is there that is not of this clone." \
      "Remove the cluster where it was made; if that is gone: docker rm --force --volumes ${PROFILE}"
  elif [[ ${container} != true ]] && (exec 4<>"/dev/tcp/127.0.0.1/${INVOICE_APP_NODE_PORT}") 2>/dev/null; then
    fail "port ${INVOICE_APP_NODE_PORT} of this machine is in use; invoice-app is published there." \
      "End the program that listens on it (lsof -i :${INVOICE_APP_NODE_PORT}), then run this again."
  fi
}

laptop_environment() {
  export_line MINIKUBE_HOME "${STATE}/minikube"
  laptop_minikube docker-env --shell bash 2>/dev/null | grep '^export ' ||
    fail "the cluster does not run." "Start it: bash $(quoted "${ROOT}/setup.sh")"
}

laptop_address() {
  echo 127.0.0.1
}
