# shellcheck shell=bash
# What would stop the run later is said at its start, with the remedy.

preflight() {
  preflight_platform
  preflight_rights
  preflight_owner
  preflight_earlier
  preflight_processors
  preflight_memory
  preflight_disk
  preflight_network
  cluster_preflight
}

preflight_platform() {
  case $(uname -s) in
    Darwin | Linux) ;;
    *) fail "this works on Linux and macOS, not on $(uname -s)." "On Windows, run it in WSL 2." ;;
  esac
  # Where Debian packages are brought anyway, it is one of them.
  [[ ${SOURCE} == modules ]] || openssl_required
  [[ ${SOURCE} != release ]] || type -P curl >/dev/null || fail "curl is missing." "Install curl with your system's package manager."
}

# openssl makes the keys of the cluster and its people.
openssl_required() {
  type -P openssl >/dev/null || fail "openssl is missing." "Install openssl with your system's package manager."
}

# Building from package registries needs root, as does a Docker daemon of our own; else one has to answer
# (brew can bring one).
preflight_rights() {
  if [[ ${SOURCE} == modules && $(id -u) -ne 0 ]]; then
    if docker_answers; then
      [[ -n $(modules_missing)$(images_missing) ]] || return 0
      fail "no release host answers, and without root the tools and the nodes' image cannot be built from package registries." \
        "Connect to the internet (HTTPS_PROXY is respected), or run as root: sudo bash setup.sh"
    fi
    fail "Docker does not answer here, and without root the cluster cannot have a daemon of its own." \
      "Install and start Docker (https://docs.docker.com/engine/install/), or run as root: sudo bash setup.sh"
  fi
  if [[ ${SOURCE} == release ]] && ! docker_answers; then
    fail "Docker does not answer here, and the official releases need one." \
      "Install and start Docker (https://docs.docker.com/engine/install/), or, as root: bash setup.sh --source modules"
  fi
}

# The cluster of another clone stays, as long as it lives and that clone is there.
preflight_owner() {
  local owner
  owner=$(cluster_owner)
  if [[ -n ${owner} && ${owner} != "${ROOT}" && -d ${owner}/.state ]] && cluster_lives; then
    fail "the cluster sre-challenge on this machine belongs to another clone: ${owner}" \
      "Use that one, or remove it first: bash $(quoted "${owner}/setup.sh") --destroy"
  fi
}

# What an earlier version made holds the databases where this one does not look.
preflight_earlier() {
  [[ ! -d ${STATE}/node && ! -f ${STATE}/minikube/api-server-flags ]] ||
    fail "this clone's cluster was made by an earlier version, and holds its databases." \
      "Take them along: docs/operations.md, \"A clone from before the docker driver\"."
}

# Of one, Kubernetes' own pods leave the teams' nothing to ask for.
preflight_processors() {
  local processors
  processors=$(getconf _NPROCESSORS_ONLN)
  ((processors >= 2)) || fail "this machine has ${processors} processor; the cluster needs 2." \
    "Use a machine, or give your virtual machine, with 2 processors or more."
}

preflight_memory() {
  local kib
  if [[ $(uname -s) == Darwin ]]; then
    kib=$(($(sysctl -n hw.memsize) / 1024))
  else
    kib=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
  fi
  ((kib >= 3900000)) || fail "this machine has $(gigabytes "${kib}") GB of memory; the cluster needs 4." \
    "Use a machine, or give your virtual machine, with 4 GB or more."
}

# What is made already needs no space again.
preflight_disk() {
  local for_tools=0 for_cluster=1
  cluster_exists || for_cluster=3
  case ${SOURCE} in
    modules) [[ -z $(modules_missing) ]] || for_tools=9 ;;
    *) cluster_exists || for_tools=5 ;;
  esac
  if [[ $(disk_field 6 "${CACHE}") == "$(disk_field 6 "${STATE}")" ]]; then
    disk_has "${CACHE}" "$((for_tools + for_cluster))"
  else
    disk_has "${CACHE}" "${for_tools}"
    disk_has "${STATE}" "${for_cluster}" "move this clone to another disk"
  fi
}

# disk_has PATH GIGABYTES [ELSEWHERE] fails with the remedy where PATH has less.
disk_has() {
  local kib
  kib=$(disk_field 4 "$1")
  ((kib >= $2 * 1000000)) || fail "only $(gigabytes "${kib}") GB are free for $1; $2 GB are needed." \
    "Make room there, or ${3:-put the tools elsewhere: XDG_CACHE_HOME=<folder> bash setup.sh}"
}

# disk_field N PATH prints a column of df for PATH or the nearest folder that exists:
# 4 is the free space in KiB, 6 the mount point.
disk_field() {
  local path=$2
  until [[ -d ${path} ]]; do path=$(dirname "${path}"); done
  df -Pk "${path}" | awk -v column="$1" 'NR == 2 { print $column }'
}

gigabytes() {
  awk -v kib="$1" 'BEGIN { printf "%.1f", kib / 1000000 }'
}

# Building needs the registries that npm and Go are configured for; an answer of any kind
# will do. With the other sources, what cannot be fetched says so by itself.
preflight_network() {
  [[ ${SOURCE} == modules ]] || return 0
  if npm_packages_current && [[ -z $(modules_missing) ]]; then
    return
  fi
  local registry asked=
  for registry in "$(registry_of_npm)" "$(registry_of_go)"; do
    [[ -n ${registry} ]] || continue
    asked="${asked}${asked:+, }${registry}"
    if curl --disable --head --silent --max-time 10 --output /dev/null "${registry}"; then
      return
    fi
  done
  [[ -z ${asked} ]] || fail "no network: neither a release host nor a package registry answers (${asked})." \
    "Connect this machine, or set HTTPS_PROXY or your mirror (npm config set registry, go env -w GOPROXY)."
}

registry_of_npm() {
  ! path_program npm >/dev/null || within 20 npm config get registry 2>/dev/null || true
}

registry_of_go() {
  ! path_program go >/dev/null || go env GOPROXY 2>/dev/null | sed 's/[,|].*//' | grep '^http' || true
}
