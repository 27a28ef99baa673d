# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# The images that the daemon itself runs, by the names of the official ones: the registry, the load
# balancer, and that in which the services are compiled where no build can fetch anything. This has Go, and
# in Go's own folders the modules that the services are made of, compiled.

mapfile -t GO_SERVICES < <(basename -a "${ROOT}"/Dockerfile.*.dockerignore | sed 's/^Dockerfile\.\(.*\)\.dockerignore$/\1/')
# What is compiled with other flags would be compiled again.
GO_SERVICE_FLAGS=$(sed -n 's/^ENV GOFLAGS="\(.*\)"$/\1/p' "${ROOT}/Dockerfile.${GO_SERVICES[0]}")
export GO_SERVICE_FLAGS

daemon_images_archive() {
  local key
  key=$(
    {
      printf '%s\n' "${GO_RELEASE}" "${GO_SERVICE_FLAGS}" "${GO_SERVICES[@]}" "${REGISTRY_IMAGE}" "${LOAD_BALANCER_IMAGE}"
      basename "$(debian_archive)"
      cat "${BASE_IMAGE_DIR}/images.sh" "${BASE_IMAGE_DIR}/daemon-images.sh"
      cat "${ROOT}/apps/go.mod" "${ROOT}/apps/go.sum"
    } | sha256sum | cut -c1-16
  )
  printf '%s/base-image/daemon-%s.tar\n' "${CACHE}" "${key}"
}

daemon_images_bring() {
  local archive
  archive=$(daemon_images_archive)
  built "${archive}" && return
  debian_bring
  run_logged "writing the images that Docker itself runs" daemon_images_write "${archive}"
}

# daemon_images_load gives them to Docker, unless it has those of this very archive: a tag says so.
daemon_images_load() {
  local archive mark
  archive=$(daemon_images_archive)
  mark=sre-challenge/daemon:$(basename "${archive##*-}" .tar)
  ! docker_has "${mark}" || return 0
  docker load --input "${archive}"
  docker tag "${REGISTRY_IMAGE}" "${mark}"
}

daemon_images_write() {
  local archive=$1 root=$1.root
  debian_unpack_for "${archive}"
  IMAGES_DIR=$(mktemp -d "${archive}.XXXXXX")
  archive_write "${archive}" "$(golang_image "${root}")" "$(registry_image "${root}")" "$(load_balancer_image "${root}")"
  rm -rf "${root}"
}

# registry_image ROOT prints the manifest's line of the registry.
registry_image() {
  local dir
  dir=$(mktemp -d "${IMAGES_DIR}/registry.XXXXXX")
  programs_copy "$1" "${dir}" usr/bin/docker-registry
  ln -s docker-registry "${dir}/usr/bin/registry"
  mkdir -p "${dir}/etc/docker/registry"
  printf '%s\n' 'version: 0.1' 'storage: { filesystem: { rootdirectory: /var/lib/registry }, delete: { enabled: true } }' \
    'http: { addr: ":5000" }' >"${dir}/etc/docker/registry/config.yml"
  image_manifest "${REGISTRY_IMAGE}" /usr/bin '' "$(image_layer "${dir}" && rm -r "${dir}")"
}

# load_balancer_image ROOT prints the manifest's line of HAProxy.
load_balancer_image() {
  local dir
  dir=$(mktemp -d "${IMAGES_DIR}/haproxy.XXXXXX")
  programs_copy "$1" "${dir}" usr/sbin/haproxy
  mkdir -p "${dir}/usr/local/etc/haproxy"
  image_manifest "${LOAD_BALANCER_IMAGE}" /usr/sbin '' "$(image_layer "${dir}" && rm -r "${dir}")"
}

# golang_image ROOT prints the manifest's line of Go's, with a shell from ROOT.
golang_image() {
  local root=$1 dir command
  dir=$(mktemp -d "${IMAGES_DIR}/golang.XXXXXX")
  mkdir -p "${dir}"/{bin,usr/local,root/.cache,root/go/pkg/mod,etc/ssl}
  mkdir -m 1777 "${dir}/tmp"
  printf 'root:x:0:0:root:/root:/bin/sh\n' >"${dir}/etc/passwd"
  install -m 755 "${root}/usr/bin/busybox" "${dir}/bin/busybox"
  while read -r command; do ln -s busybox "${dir}/bin/${command}"; done < <("${dir}/bin/busybox" --list | grep -v '^busybox$')
  cp -R "${root}/etc/ssl/certs" "${dir}/etc/ssl/certs"
  cp -R "$(modules_go)" "${dir}/usr/local/go"
  compiler_collects_late
  golang_in "${dir}" build std
  golang_modules "${dir}"
  # Unpacked, they serve nobody any more.
  find "${dir}/root/go/pkg/mod/cache/download" -name '*.zip' -delete
  image_manifest "golang:${GO_RELEASE}-bookworm" /usr/local/go/bin:/bin '' "$(image_layer "${dir}" && rm -r "${dir}")"
}

# golang_modules DIR fetches and compiles what the services import of others.
golang_modules() (
  cd "${ROOT}/apps" || exit
  golang_in "$1" list -deps -f '{{if not .Standard}}{{.ImportPath}}{{end}}' "${GO_SERVICES[@]/#/./}" | sed '/^sre-challenge\//d' |
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
