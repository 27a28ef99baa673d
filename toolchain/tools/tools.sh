# shellcheck shell=bash
# Each tool: taken from the PATH if its version suits, else brought from SOURCE and linked
# into BIN. The nodes' image is made of exact programs, so with modules the cluster's tools
# always come from there.

# aws-iam-authenticator is brought by --login, where AWS is configured.
# Docker comes last: from a registry it is fetched beside what is built.
TOOLS="go node kubectl minikube pulumi pulumi-language-nodejs docker"

# tools_bring makes every tool available in BIN or on the PATH.
tools_bring() {
  local tool
  [[ ${SOURCE} != modules ]] || modules_begin
  for tool in ${TOOLS}; do tool_bring "${tool}"; done
  [[ ${SOURCE} != modules ]] || modules_build pulumi-resource-kubernetes
}

tool_bring() {
  tool_plan "$1"
  "${PLAN_FROM}_bring" "$1"
}

# tool_path TOOL prints where the program is that tool_bring made available.
tool_path() {
  if [[ -x ${BIN}/$1 ]]; then printf '%s\n' "${BIN}/$1"; else path_program "$1"; fi
}

path_bring() {
  local program
  for program in $(tool_programs "$1"); do
    rm -f "${BIN}/${program}"
  done
}

# tool_plan TOOL sets PLAN_FROM (path, brew, release or modules) and what the PATH has:
# PLAN_PROGRAM and PLAN_VERSION, both empty if it has none.
tool_plan() {
  PLAN_VERSION=
  PLAN_FROM=${SOURCE}
  PLAN_PROGRAM=$(path_program "$1") || return 0
  case $1 in
    # The language host has no version to tell; it comes with Pulumi.
    pulumi-language-nodejs) PLAN_VERSION=unknown ;;
    *) PLAN_VERSION=$(version_of "$1" "${PLAN_PROGRAM}") || return 0 ;;
  esac
  if tool_suits "$1" && { [[ ${SOURCE} != modules ]] || [[ $1 == go || $1 == node ]]; }; then
    PLAN_FROM=path
  fi
}

tool_suits() {
  [[ ${PLAN_VERSION} == unknown ]] || version_at_least "${PLAN_VERSION}" "$(tool_fact "$1" MINIMUM)" || return 1
  case $1 in
    node) path_program npm >/dev/null ;;
    docker) docker_answers ;;
    *) true ;;
  esac
}

# tool_fact TOOL NAME prints versions.env's TOOL_NAME; nothing if there is none. Pulumi's
# language host has Pulumi's.
tool_fact() {
  local key
  case $1 in
    go) key=GO_$2 ;;
    node) key=NODE_$2 ;;
    docker) key=DOCKER_$2 ;;
    kubectl) key=KUBECTL_$2 ;;
    minikube) key=MINIKUBE_$2 ;;
    aws-iam-authenticator) key=AWS_IAM_AUTHENTICATOR_$2 ;;
    *) key=PULUMI_$2 ;;
  esac
  printf '%s\n' "${!key:-}"
}

tool_programs() {
  [[ $1 != node ]] || echo npm npx
  echo "$1"
}

# path_program NAME prints the user's own program of that name, never one of BIN.
path_program() (
  PATH=${USER_PATH}
  type -P "$1"
)

# bin_link TOOL FOLDER links the programs of TOOL that FOLDER has into BIN.
bin_link() {
  local program
  for program in $(tool_programs "$1"); do
    [[ -x $2/${program} ]] || fail "${program} is not where it should be: $2" \
      "Run setup.sh again. If that does not help, remove ${CACHE} first."
    ln -s "$2/${program}" "${BIN}/.${program}.$$"
    mv -f "${BIN}/.${program}.$$" "${BIN}/${program}"
  done
}
