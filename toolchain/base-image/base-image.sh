# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# What Docker is given where nothing can be pulled: the image of Minikube's nodes, with the
# cluster's own images in it, and the images that the daemon itself runs.

shopt -s inherit_errexit
BASE_IMAGE_DIR=${ROOT}/toolchain/base-image
# shellcheck source=toolchain/base-image/images.sh
source "${BASE_IMAGE_DIR}/images.sh"
# shellcheck source=toolchain/base-image/node-image.sh
source "${BASE_IMAGE_DIR}/node-image.sh"
# shellcheck source=toolchain/base-image/daemon-images.sh
source "${BASE_IMAGE_DIR}/daemon-images.sh"

CNI_PROGRAMS=(host-local ptp loopback portmap)
CLUSTER_PROGRAMS=(pause etcd coredns kube-router aws-iam-authenticator kube storage-provisioner metrics-server)
BASE_IMAGE=sre-challenge/node

# base_image prints the name under which Docker has it.
base_image() { printf '%s:%s\n' "${BASE_IMAGE}" "$(base_image_key)"; }

base_image_archive() { printf '%s/base-image/node-%s.tar\n' "${CACHE}" "$(base_image_key)"; }

# base_image_key names all that the image is made of.
base_image_key() {
  local program
  [[ -z ${BASE_IMAGE_KEY:-} ]] || { printf '%s\n' "${BASE_IMAGE_KEY}"; return; }
  {
    debian_archive
    postgres_archive
    component_image postgres
    component_image aws-iam-authenticator
    for program in crictl "${CNI_PROGRAMS[@]}" "${CLUSTER_PROGRAMS[@]}"; do program_path "${program}"; done
    cd "${BASE_IMAGE_DIR}" || exit
    find root images.sh node-image.sh "${KUBE_ROUTER_MANIFEST}" -type f | LC_ALL=C sort | xargs sha256sum | cut -c1-64
  } | sha256sum | cut -c1-16
}

# docker_images_bring makes what is missing in the cache, and gives it to Docker.
docker_images_bring() {
  local archive
  BASE_IMAGE_KEY=$(base_image_key)
  if ! docker_has "$(base_image)"; then
    archive=$(base_image_archive)
    built "${archive}" || base_image_build "${archive}"
    run_logged "giving Docker the node's image" docker_import "${archive}" "$(base_image)"
  fi
  daemon_images_bring
  modules_tidy
}

docker_has() { docker image inspect "$1" >/dev/null 2>&1; }

docker_import() {
  docker import --change 'ENV container=docker' \
    --change 'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]' "$1" "$2"
}

base_image_build() {
  programs_build crictl "${CNI_PROGRAMS[@]}" "${CLUSTER_PROGRAMS[@]}"
  debian_bring
  postgres_bring
  run_logged "writing the node's image" base_image_write "$1"
}
