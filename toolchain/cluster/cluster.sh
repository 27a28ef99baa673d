# shellcheck shell=bash
# The one cluster, by Minikube's docker driver. Which daemon, which images and how they come is data:
# what differs where nothing can be pulled stands in `cluster_flags`.

# cluster_up starts it. What a clone that was deleted, or a cluster that was killed, has left
# on this machine goes first.
cluster_up() {
  if [[ -n $(cluster_owner) && $(cluster_owner) != "${ROOT}" ]]; then
    note "removing what is left of the cluster of $(cluster_owner)"
    cluster_down
  fi
  cluster_own
  nodes_wished >"${STATE}/nodes.part"
  mv "${STATE}/nodes.part" "${STATE}/nodes"
  if daemon_is_ours; then daemon_up; fi
  if [[ ${SOURCE} == modules ]]; then
    base_image_bring
    daemon_images_bring
    modules_tidy
  fi
  if cluster_runs && cluster_healthy && cluster_current; then
    note "the cluster runs"
  else
    attempt "starting Minikube" cluster_start
    if [[ ${GROUP_STATUS} -ne 0 ]]; then
      end_of_log "starting Minikube"
      cluster_keeps_data
      where_to_go_on
    fi
  fi
  run_logged "waiting for the cluster" cluster_wait
}

cluster_start() {
  local loading='' existed=
  ! minikube_profile_exists || existed=yes
  if [[ ${SOURCE} == modules ]]; then
    daemon_images_load &
    loading=$!
    nodes_images_renew
  fi
  if daemon_is_ours; then daemon_network_make; fi
  minikube_start
  [[ -z ${existed} ]] || watchers_renew
  join_tokens_remove
  nodes_prepare
  [[ -z ${loading} ]] || wait "${loading}"
  registry_up
  addons_apply
  dns_spread
  cluster_wish >"${STATE}/minikube/started-with"
}

# watchers_renew: what watches an API server that was away waits up to a minute before it asks again, and
# new pods, policies and endpoints come to nothing meanwhile. What it has made stays while it starts anew.
watchers_renew() {
  local node
  for node in $(node_names); do
    # shellcheck disable=SC2016  # the node's shell expands it
    node_exec "${node}" sh -c 'systemctl stop kubelet
      for pid in $(pidof kube-controller-manager kube-scheduler kube-proxy kube-router); do kill -KILL "${pid}"; done
      systemctl start kubelet'
  done
}

# cluster_wish prints all that it is started with.
cluster_wish() {
  cluster_flags
  find "${ROOT}/toolchain/cluster/node-files" -type f -exec cat {} +
}

# cluster_current: it was started with what it would be now.
cluster_current() {
  [[ -f ${STATE}/minikube/started-with && $(<"${STATE}/minikube/started-with") == "$(cluster_wish)" ]]
}

# cluster_wait returns when DNS, the firewall and the registry all answer.
cluster_wait() {
  local system=(cluster_kubectl --namespace kube-system)
  registry_up
  wait_for 60 cluster_healthy
  load_balancer_up
  wait_for 60 "${system[@]}" get daemonset/kube-router
  "${system[@]}" rollout status --timeout=180s daemonset/kube-router daemonset/kube-proxy deployment/coredns
  "${system[@]}" wait --for=condition=Ready --timeout=60s node --all
  "${system[@]}" --namespace local-path-storage rollout status --timeout=60s deployment/local-path-provisioner
  # A boot starts with an empty firewall: a pod's chain in it is kube-router's own, and new.
  wait_for 180 node_exec "${PROFILE}" sh -c 'iptables-save --table filter | grep -q KUBE-POD-FW'
  wait_for 60 service_addresses_answer
  checks_sweep
}

# checks_sweep: the pods of a proof that was killed pass for the services' own, are never ready, and have
# Pulumi wait for them.
checks_sweep() {
  cluster_kubectl delete pod --all-namespaces --selector sre-challenge/verify --wait=false
}

cluster_down() {
  if daemon_is_ours; then
    run_logged "removing the cluster and its Docker daemon" daemon_down
  else
    run_logged "removing the cluster" minikube_delete
    colima_remove
  fi
  rm -rf "${STATE}/minikube" "${STATE}/kubeconfig" "${STATE}/nodes"
  cluster_disown
}

# cluster_lives tells whether the cluster on this machine, whoever owns it, could be running.
cluster_lives() {
  ! daemon_is_ours || daemon_lives
}

# cluster_check prints one line and changes nothing.
cluster_check() {
  if cluster_runs; then
    echo running
  elif minikube_profile_exists; then
    echo stopped
  else
    echo absent
  fi
}

# cluster_keeps_data says how to give up a cluster that does not start; nobody else removes it.
cluster_keeps_data() {
  ! minikube_profile_exists || printf '  The databases in it are kept. To give them up with it: bash %s --destroy\n' \
    "$(quoted "${ROOT}/setup.sh")" >&2
}

# nodes_preflight: their number is that of the cluster that is there.
nodes_preflight() {
  ! minikube_profile_exists || [[ -z ${NODES} || ${NODES} == "$(nodes_made)" ]] ||
    fail "this clone's cluster has $(nodes_made) node(s), not ${NODES}; their number stays as it was made." \
      "Leave --nodes out, or give up the cluster with its databases first: bash $(quoted "${ROOT}/setup.sh") --destroy"
}

# Another cluster of that name, or a program on its ports, must not be there before ours runs.
cluster_preflight() {
  nodes_preflight
  if daemon_is_ours; then daemon_preflight; fi
  ! daemon_is_left || return 0
  if docker container inspect "${PROFILE}" >/dev/null 2>&1 && ! minikube_profile_exists; then
    [[ -n $(cluster_owner) ]] || fail "a container ${PROFILE} is there that is not of this clone." \
      "Remove the cluster where it was made; if that is gone: docker rm --force --volumes ${PROFILE}"
  else
    port_check "${INVOICE_APP_NODE_PORT}" "${LOAD_BALANCER}"
    port_check "${REGISTRY_PORT}" "${REGISTRY}"
  fi
}

# port_check PORT CONTAINER: nobody but that container listens there.
port_check() {
  if ! container_runs "$2" && (exec 4<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then
    fail "port $1 of this machine is in use; the cluster is reached there." \
      "End the program that listens on it (lsof -i :$1), then run this again."
  fi
}

cluster_exists() {
  [[ -f ${STATE}/kubeconfig && $(cluster_owner) == "${ROOT}" ]]
}

cluster_answers() {
  cluster_kubectl --request-timeout=5s get --raw /readyz >/dev/null 2>&1
}

cluster_healthy() {
  local node
  cluster_answers || return
  for node in $(node_names); do node_exec "${node}" systemctl --quiet is-active kubelet || return; done
}
