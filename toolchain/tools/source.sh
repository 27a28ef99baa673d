# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# Where what is missing comes from: brew, release (official releases) or modules (built
# from package registries, as are the nodes' image and, where no Docker answers, a daemon). SOURCE says it.

RELEASE_PROBE=https://dl.k8s.io/release/stable.txt

# source_choose WISH sets SOURCE. What a cluster was made with stays, until --destroy.
source_choose() {
  local wish=$1 earlier
  earlier=$(source_earlier)
  if [[ ${wish} == auto ]]; then
    wish=${earlier}
    [[ -n ${wish} ]] || wish=$(source_detect)
  elif [[ -n ${earlier} && ${earlier} != "${wish}" ]]; then
    fail "this clone's cluster was made with --source ${earlier}, not ${wish}." \
      "Run without --source, or remove the cluster first: bash setup.sh --destroy"
  fi
  if [[ ${wish} != brew && $(uname -s) == Darwin ]]; then
    fail "--source ${wish} is for Linux." "On macOS use --source brew."
  fi
  SOURCE=${wish}
}

# source_earlier prints what the cluster was made with, even if the state was deleted by hand.
source_earlier() {
  if [[ -f ${STATE}/source ]]; then
    cat "${STATE}/source"
  elif [[ $(cluster_owner) == "${ROOT}" ]]; then
    lock_field source "${LOCKS}/owner"
  fi
}

# source_detect prints what suits this machine, after one quick question to a release host.
source_detect() {
  if [[ $(uname -s) == Darwin ]]; then
    echo brew
  elif docker_answers && release_host_answers; then
    echo release
  else
    echo modules
  fi
}

release_host_answers() {
  curl --disable --head --silent --fail --location --max-time 3 --output /dev/null "${RELEASE_PROBE}" 2>/dev/null
}

# docker_answers: a Docker daemon is there for Minikube's docker driver.
docker_answers() {
  local program
  program=$(path_program docker) || return 1
  within 10 "${program}" info >/dev/null 2>&1
}
