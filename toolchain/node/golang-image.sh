# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# The image in which the services are compiled, where no build can fetch anything: Go, and
# in Go's own folders the modules that the services are made of, compiled.

GO_SERVICES=(invoice-app payment-provider)
# What is compiled with other flags would be compiled again.
GO_SERVICE_FLAGS=$(sed -n 's/^ENV GOFLAGS="\(.*\)"$/\1/p' "${ROOT}/Dockerfile.${GO_SERVICES[0]}")
export GO_SERVICE_FLAGS

golang_image_archive() {
  local key
  key=$(
    {
      printf '%s\n' "${GO_RELEASE}" "${GO_SERVICE_FLAGS}"
      debian_archive
      cat "${NODE_DIR}/images.sh" "${NODE_DIR}/golang-image.sh"
      cd "${ROOT}/apps" || exit
      cat ./*/go.mod ./*/go.sum
    } | sha256sum | cut -c1-16
  )
  printf '%s\n' "${CACHE}/node/golang-image-${key}.tar"
}

# golang_image_write ROOT GO ARCHIVE writes the image by the name that the Dockerfiles use:
# Go from the folder GO, and a shell from the node's ROOT.
golang_image_write() {
  local root=$1 go=$2 dir command service
  IMAGES_DIR=$(mktemp -d "$3.XXXXXX")
  dir=$(mktemp -d "${IMAGES_DIR}/golang.XXXXXX")
  mkdir -p "${dir}"/{bin,usr/local,root/.cache,root/go/pkg/mod,etc/ssl}
  mkdir -m 1777 "${dir}/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"${dir}/etc/passwd"
  install -m 755 "${root}/usr/bin/busybox" "${dir}/bin/busybox"
  while read -r command; do ln -s busybox "${dir}/bin/${command}"; done < <("${dir}/bin/busybox" --list | grep -v '^busybox$')
  cp -R "${root}/etc/ssl/certs" "${dir}/etc/ssl/certs"
  cp -R "${go}" "${dir}/usr/local/go"
  golang_in "${dir}" build std
  for service in "${GO_SERVICES[@]}"; do golang_modules "${dir}" "${ROOT}/apps/${service}"; done
  # Unpacked, they serve nobody any more.
  find "${dir}/root/go/pkg/mod/cache/download" -name '*.zip' -delete
  archive_write "$3" "$(image_manifest "golang:${GO_RELEASE}-bookworm" /usr/local/go/bin:/bin '' "$(image_layer "${dir}" && rm -r "${dir}")")"
}

# golang_modules DIR MODULE fetches and compiles what MODULE imports of others.
golang_modules() (
  cd "$2" || exit
  golang_in "$1" list -deps -f '{{if not .Standard}}{{.ImportPath}}{{end}}' . | sed '/^sre-challenge\//d' |
    xargs -r bash -c 'golang_in "$@"' bash "$1" build
)

# golang_in DIR ARGUMENTS… runs Go as the image in DIR will, from outside of it.
golang_in() {
  local dir=$1
  shift
  GOCACHE=${dir}/root/.cache/go-build GOMODCACHE=${dir}/root/go/pkg/mod GOTOOLCHAIN=local \
    GOFLAGS="${GO_SERVICE_FLAGS} -modcacherw" CGO_ENABLED=0 GOENV=off GOWORK=off "${dir}/usr/local/go/bin/go" "$@"
}
export -f golang_in
