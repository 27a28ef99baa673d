# shellcheck shell=bash
# Tools from their official releases for Linux, with the checksums of versions.env.

release_bring() {
  local tool=$1 dir program
  [[ ${tool} != docker ]] || docker_silent
  dir="${CACHE}/release/${tool%-language-nodejs}-$(tool_fact "${tool}" RELEASE)"
  release_install "${tool}" "${dir}"
  program=$(release_program "${tool}" "${dir}")
  bin_link "${tool}" "${program%/*}"
}

# release_install TOOL DIR: DIR is either whole or absent; one that does not tell its own
# version is thrown away and made again.
release_install() {
  local tool=$1 dir=$2 arch url sha256
  release_works "${tool}" "${dir}" && return
  arch=$(release_arch)
  url=$(tool_fact "${tool}" "URL_${arch}")
  sha256=$(tool_fact "${tool}" "SHA256_${arch}")
  [[ -n ${url} && -n ${sha256} ]] || fail "the release of ${tool} for this machine ($(uname -m)) has no pinned checksum, so it is not installed." \
    "Put ${tool} $(tool_fact "${tool}" MINIMUM) or newer on the PATH, or use --source brew or modules."
  download "${tool} $(tool_fact "${tool}" RELEASE)" "${url}" "${sha256}"
  rm -rf "${dir}" "${dir}.part"
  mkdir -p "${dir}.part"
  run_logged "unpacking ${tool}" release_unpack "${DOWNLOADED}" "${tool}" "${dir}.part"
  mv "${dir}.part" "${dir}"
  rm -f "${DOWNLOADED}"
  release_works "${tool}" "${dir}" || fail "${tool} from ${url} does not run here." \
    "Put ${tool} $(tool_fact "${tool}" MINIMUM) or newer on the PATH."
}

release_works() {
  local program
  program=$(release_program "$1" "$2")
  [[ -x ${program} ]] || return 1
  [[ $1 == pulumi-language-nodejs || $(version_of "$1" "${program}") == "$(tool_fact "$1" RELEASE)" ]]
}

release_unpack() {
  case $1 in
    *.tar.gz) tar -xzf "$1" --strip-components=1 -C "$3" ;;
    *) cp "$1" "$3/$2" && chmod 755 "$3/$2" ;;
  esac
}

release_program() {
  case $1 in
    go | node) printf '%s/bin/%s\n' "$2" "$1" ;;
    *) printf '%s/%s\n' "$2" "$1" ;;
  esac
}

release_arch() {
  case $(uname -m) in
    x86_64 | amd64) echo AMD64 ;;
    aarch64 | arm64) echo ARM64 ;;
    *) uname -m | tr '[:lower:]' '[:upper:]' ;;
  esac
}
