# shellcheck shell=bash
# Go and Node in the pinned versions, from the registries of their packages.

GO_TOOLCHAIN=${CACHE}/go/toolchain-${GO_RELEASE}

# modules_go fetches the pinned Go as a module, by whatever Go there is, and prints
# its folder. The checksum database of Go vouches for it.
modules_go() {
  if [[ ! -x ${GO_TOOLCHAIN}/bin/go ]]; then
    run_logged "fetching Go ${GO_RELEASE}" fetch_go >&2
  fi
  printf '%s\n' "${GO_TOOLCHAIN}"
}

fetch_go() {
  local module folder part=${GO_TOOLCHAIN}.part
  module=golang.org/toolchain@v0.0.1-go${GO_RELEASE}.$(go env GOOS)-$(go env GOARCH)
  mkdir -p "${CACHE}/go"
  rm -rf "${part}"
  folder=$(
    cd "${CACHE}/go" || exit
    modules_go_environment
    GOFLAGS=-mod=mod go mod download -json "${module}" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p'
  )
  cp -R "${folder}" "${part}"
  chmod -R u+w "${part}"
  chmod +x "${part}"/bin/* "${part}"/pkg/tool/*/*
  mv "${part}" "${GO_TOOLCHAIN}"
}

# modules_node fetches the pinned Node from its npm package and prints its folder.
modules_node() {
  local folder=${CACHE}/node-${NODE_RELEASE}
  if [[ ! -x ${folder}/bin/node ]]; then
    run_logged "fetching Node ${NODE_RELEASE}" fetch_node "${folder}" >&2
  fi
  printf '%s\n' "${folder}"
}

fetch_node() {
  local architecture package part=$1.part
  architecture=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  rm -rf "${part}"
  mkdir -p "${part}"
  package=$(cd "${part}" && npm pack --silent "node-linux-${architecture}@${NODE_RELEASE}")
  tar --extract --gzip --strip-components=1 --directory="${part}" --file="${part}/${package}"
  rm "${part}/${package}"
  mv "${part}" "$1"
}
