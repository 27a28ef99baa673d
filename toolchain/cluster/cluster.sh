# shellcheck shell=bash
# The one cluster: in a node of its own where tools come from registries, else Minikube's
# docker driver.

cluster_kind() {
  if [[ ${SOURCE} == modules ]]; then echo node; else echo laptop; fi
}

# cluster_up starts it. What a clone that was deleted, or a cluster that was killed, has left
# on this machine goes first.
cluster_up() {
  if [[ -n $(cluster_owner) && $(cluster_owner) != "${ROOT}" ]]; then
    note "removing what is left of the cluster of $(cluster_owner)"
    cluster_down
  fi
  cluster_own
  "$(cluster_kind)_up"
}

cluster_down() {
  "$(cluster_kind)_down"
  cluster_disown
}

# cluster_lives tells whether the cluster on this machine, whoever owns it, could be running.
cluster_lives() {
  [[ $(cluster_kind) == laptop ]] || node_lives
}

cluster_check() {
  "$(cluster_kind)_check"
}

cluster_preflight() {
  "$(cluster_kind)_preflight"
}

cluster_environment() {
  "$(cluster_kind)_environment"
}

cluster_exists() {
  [[ -f ${STATE}/kubeconfig && $(cluster_owner) == "${ROOT}" ]]
}

cluster_answers() {
  kubectl --kubeconfig "${STATE}/kubeconfig" --request-timeout=5s get --raw /readyz >/dev/null 2>&1
}

# cluster_address prints where this machine reaches the node ports.
cluster_address() {
  "$(cluster_kind)_address"
}
