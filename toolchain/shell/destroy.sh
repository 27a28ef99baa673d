# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# --destroy: everything that a run made, besides the tools.

destroy() {
  if [[ ! -d ${STATE} && $(cluster_owner) != "${ROOT}" ]]; then
    echo "Nothing to remove: this clone has no cluster and no state." >&3
    return
  fi
  preflight_earlier
  mkdir -p "${STATE}"
  log_open --destroy
  plugins_end_orphans
  steps 3
  step "Deleting what the stack made in AWS"
  if stack_in_aws; then
    stack_leave_aws
  fi
  step "Removing the cluster, and what the stack made there"
  if [[ -n ${SOURCE} ]]; then
    cluster_down
  fi
  step "Removing this clone's state"
  salt_forget
  destroy_state
}

destroy_state() {
  local packages
  packages=$(cat "${STATE}/debian-packages" 2>/dev/null || true)
  LOG=/dev/null
  rm -rf "${STATE}"
  echo "Removed." >&3
  [[ -z ${packages} ]] || printf 'Kept: the Debian packages %s\n' "${packages}" >&3
  if [[ -d ${CACHE} ]]; then
    printf 'Kept: the tools, %s in %s (rm -rf %s removes them).\n' \
      "$(du -sh "${CACHE}" | cut -f1)" "${CACHE}" "$(quoted "${CACHE}")" >&3
  fi
}
