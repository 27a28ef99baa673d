#!/usr/bin/env bash
# From a machine that has nothing to paid invoices on an isolated cluster: see --help.
# shellcheck disable=SC2292  # another shell reads this line
[ -n "${BASH_VERSION:-}" ] || exec bash "$0" "$@"
set -euo pipefail

ROOT=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
STATE="${ROOT}/.state"
BIN="${STATE}/bin"
CACHE="${XDG_CACHE_HOME:-${HOME}/.cache}/sre-challenge"
USER_PATH=
SOURCE=
COMPLETE=

source "${ROOT}/toolchain/versions.env"
source "${ROOT}/toolchain/shell/progress.sh"
source "${ROOT}/toolchain/shell/process.sh"
source "${ROOT}/toolchain/shell/lock.sh"
source "${ROOT}/toolchain/shell/wait.sh"
source "${ROOT}/toolchain/shell/arguments.sh"
source "${ROOT}/toolchain/shell/environment.sh"
source "${ROOT}/toolchain/shell/download.sh"
source "${ROOT}/toolchain/shell/preflight.sh"
source "${ROOT}/toolchain/shell/stack.sh"
source "${ROOT}/toolchain/shell/status.sh"
source "${ROOT}/toolchain/shell/destroy.sh"
source "${ROOT}/toolchain/tools/version.sh"
source "${ROOT}/toolchain/tools/source.sh"
source "${ROOT}/toolchain/tools/tools.sh"
source "${ROOT}/toolchain/tools/brew.sh"
source "${ROOT}/toolchain/tools/colima.sh"
source "${ROOT}/toolchain/tools/release.sh"
source "${ROOT}/toolchain/tools/modules.sh"
source "${ROOT}/toolchain/tools/npm.sh"
source "${ROOT}/toolchain/people/teams.sh"
source "${ROOT}/toolchain/people/arguments.sh"
source "${ROOT}/toolchain/people/certificate.sh"
source "${ROOT}/toolchain/people/kubeconfig.sh"
source "${ROOT}/toolchain/people/rights.sh"
source "${ROOT}/toolchain/people/login.sh"
source "${ROOT}/toolchain/people/break-glass.sh"
source "${ROOT}/toolchain/cluster/cluster.sh"
source "${ROOT}/toolchain/cluster/minikube.sh"
source "${ROOT}/toolchain/cluster/registry.sh"
source "${ROOT}/toolchain/cluster/load-balancer.sh"
source "${ROOT}/toolchain/cluster/addons.sh"
source "${ROOT}/toolchain/cluster/api-server.sh"
source "${ROOT}/toolchain/docker/daemon.sh"

main() {
  exec 3>&1
  arguments_parse "$@"
  cd "${ROOT}"
  environment_forget
  # shellcheck disable=SC2031  # path_program means only its own subshell
  export PATH="${BIN}:${USER_PATH}"
  case ${MODE} in
    check) check ;;
    env) environment ;;
    destroy) locked remove ;;
    login | logout | break-glass) locked for_person ;;
    *) locked bootstrap "$@" ;;
  esac
}

check() {
  source_use "${SOURCE_WISH}"
  status_print
}

environment() {
  exec 3>&2
  source_use_earlier
  environment_print
}

remove() {
  source_use_earlier
  environment_use environment_lines
  destroy
}

for_person() {
  source_use_earlier
  environment_use environment_lines
  case ${MODE} in
    login) login ;;
    logout) logout ;;
    *) break_glass ;;
  esac
}

bootstrap() {
  steps 7
  step "Checking this machine"
  source_use "${SOURCE_WISH}"
  note "missing tools come from: ${SOURCE}"
  preflight
  state_open "$@"

  step "Bringing the tools"
  tools_bring

  step "Installing npm packages"
  npm_packages_bring

  step "Starting the cluster"
  environment_use environment_lines
  cluster_up
  aside_end

  step "Preparing Pulumi's stack"
  stack_prepare

  step "Deploying"
  stack_deploy

  if [[ -n ${REPAIR} ]]; then run_shown "npm run drift -- --repair" npm run --silent drift -- --repair; fi

  step "Proving who can reach whom"
  run_shown "npm run verify" npm run --silent verify
  summary
}

# locked COMMAND… runs it while no other run does, and ends cleanly when interrupted.
locked() {
  trap 'interrupted 130' INT
  trap 'interrupted 143' TERM HUP
  lock_acquire
  trap 'finish' EXIT
  "$@"
  COMPLETE=yes
}

finish() {
  local status=$?
  trap '' INT TERM HUP
  # bash 3.2 comes here with 0 after a variable that nobody has set.
  [[ -n ${COMPLETE} || ${status} -ne 0 ]] || status=1
  lock_end_children
  salt_forget
  lock_release
  exit "${status}"
}

interrupted() {
  trap '' INT TERM HUP
  clear_line
  printf '\nInterrupted. What was finished is kept; run setup.sh again and it goes on from there.\n' >&2
  exit "$1"
}

# source_use WISH chooses where tools come from; the parts that build from registries are
# read only where they are used.
source_use() {
  source_choose "$1"
  if [[ ${SOURCE} == modules ]]; then
    source "${ROOT}/toolchain/modules/modules.sh"
    source "${ROOT}/toolchain/base-image/base-image.sh"
    source "${ROOT}/toolchain/providers/install.sh"
  fi
  daemon_choose
  colima_use
}

source_use_earlier() {
  if [[ -n $(source_earlier) ]]; then
    source_use auto
  fi
}

state_open() {
  mkdir -p "${BIN}" "${CACHE}"
  chmod 700 "${STATE}"
  log_open "$@"
}

summary() {
  printf '\nDone in %d s.\n' "${SECONDS}" >&3
  printf '  %-18s %s\n' \
    invoice-app "$(stack_address)/invoices" \
    'your own shell' "eval \"\$(bash $(quoted "${ROOT}/setup.sh") --env)\"" \
    'review a change' 'pulumi preview' \
    'as one of a team' "bash $(quoted "${ROOT}/setup.sh") --login payments" \
    'remove it all' "bash $(quoted "${ROOT}/setup.sh") --destroy" >&3
}

main "$@"
