# shellcheck shell=bash
# Tools built from package registries, by toolchain/modules.

# modules_begin installs what the builds need, and has the rest brought beside them: most of that
# waits for the network, and the builds for the processors.
modules_begin() {
  debian_packages_bring
  [[ ! -x $(modules_path docker) ]] || return 0
  modules_go >/dev/null
  aside "fetching Debian's systems and Go's modules" registries_fetch
}

modules_bring() {
  local tool=$1 program
  case ${tool} in
    go | node)
      # Not $(…): an interrupt must find the build in this very shell.
      "modules_${tool}" >"${STATE}/modules-folder"
      bin_link "${tool}" "$(<"${STATE}/modules-folder")/bin"
      rm -f "${STATE}/modules-folder"
      ;;
    *)
      program=$(modules_path "${tool}")
      # What is linked was verified then.
      [[ ! ${BIN}/${tool} -ef ${program} ]] || return 0
      [[ ${tool} != docker ]] || aside_end
      modules_build "${tool}"
      bin_link "${tool}" "${program%/*}"
      ;;
  esac
}

# modules_missing prints the tools that are still to be built.
modules_missing() {
  local tool
  for tool in kubectl minikube pulumi pulumi-language-nodejs pulumi-resource-kubernetes docker; do
    [[ -x $(modules_path "${tool}") ]] || printf '%s\n' "${tool}"
  done
}

# debian_packages_bring names the packages that are missing, and asks before it installs
# them if there is a person to ask. Who is not root builds nothing.
debian_packages_bring() {
  local missing answer
  [[ $(id -u) -eq 0 ]] || return 0
  missing=$(modules_packages | tr '\n' ' ')
  [[ -n ${missing// /} ]] || return 0
  note "Debian packages to install: ${missing}"
  if [[ -t 0 && -z ${ASSUME_YES} ]]; then
    printf '      Install them? [y/N] ' >&3
    read -r answer
    [[ ${answer} == [yY]* ]] || fail "without these packages the cluster cannot be made: ${missing}" "Nothing was installed. Answer y, or give --yes."
  fi
  run_logged "reading Debian's package lists" apt-get update
  # shellcheck disable=SC2086  # a list of words
  run_logged "installing Debian packages" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends ${missing}
  printf '%s' "${missing}" >>"${STATE}/debian-packages"
}
