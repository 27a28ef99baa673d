# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# The environment in which pulumi, kubectl, docker and minikube mean this clone's cluster:
# setup.sh works in it, and `--env` prints it for a person's own shell, bash or zsh.

environment_print() {
  [[ -f ${STATE}/source && -f ${STATE}/kubeconfig ]] || fail "nothing is set up here yet." "Run it first: bash $(quoted "${ROOT}/setup.sh")"
  local lines
  lines=$(environment_lines)
  printf '%s\n' "${lines}"
}

environment_lines() {
  [[ -z ${PULUMI_CONFIG_PASSPHRASE+set} ]] || echo 'unset PULUMI_CONFIG_PASSPHRASE' # it would win over the file
  printf "export PATH=%s:\"\${PATH}\"\n" "$(quoted "${BIN}")"
  export_line KUBECONFIG "${STATE}/kubeconfig"
  export_line MINIKUBE_HOME "${STATE}/minikube"
  [[ -z ${DOCKER_HOST:-} ]] || export_line DOCKER_HOST "${DOCKER_HOST}"
  export_line PULUMI_HOME "${STATE}/pulumi-home"
  export_line PULUMI_BACKEND_URL "$(file_url "${STATE}/pulumi-backend")"
  export_line PULUMI_CONFIG_PASSPHRASE_FILE "${STATE}/passphrase"
  # Where Pulumi.dev.yaml, which is shared, has no salt of the passphrase, the state's counts. Pulumi
  # writes it into the file all the same; setup.sh takes it out again.
  export_line PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER true
  export_line PULUMI_SKIP_UPDATE_CHECK true
}

# environment_use FUNCTION… takes over the exports that it prints.
environment_use() {
  local lines
  lines=$("$@")
  eval "${lines}"
}

export_line() {
  printf 'export %s=%s\n' "$1" "$(quoted "$2")"
}

# quoted TEXT prints it as one word of any shell.
quoted() {
  printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
}

# file_url PATH prints the URL of an absolute path.
file_url() {
  printf 'file://%s' "$1" | sed -e 's/%/%25/g' -e 's/ /%20/g' -e 's/?/%3F/g' -e 's/#/%23/g'
}

# environment_forget takes back what `--env` may have left in the shell that called this.
environment_forget() {
  USER_PATH=$(printf '%s' "${PATH}" | tr ':' '\n' | grep -vxF "${BIN}" | paste -sd: - || true)
  [[ ${DOCKER_HOST:-} != "${DAEMON_SOCKET}" ]] || unset DOCKER_HOST
  unset KUBECONFIG PULUMI_STACK
}
