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
CLUSTER_PROGRAMS=(pause etcd coredns kube-router aws-iam-authenticator kube local-path-provisioner metrics-server)
CLUSTER_MANIFESTS=("${KUBE_ROUTER_MANIFEST}" "${ADDON_MANIFESTS[@]}")
BASE_IMAGE=sre-challenge/node
# On a node: the archive that its images are of.
CLUSTER_IMAGES_MARKER=/var/lib/containerd/cluster-images

# base_image prints the name under which Docker has it.
base_image() { printf '%s:%s\n' "${BASE_IMAGE}" "$(base_image_key)"; }

base_image_archive() { printf '%s/base-image/node-%s.tar\n' "${CACHE}" "$(base_image_key)"; }

# base_image_key names all that the image is made of.
base_image_key() {
  local program
  [[ -z ${BASE_IMAGE_KEY:-} ]] || { printf '%s\n' "${BASE_IMAGE_KEY}"; return; }
  {
    basename "$(cluster_images_archive)"
    for program in crictl "${CNI_PROGRAMS[@]}"; do program_key "${program}"; done
    cd "${BASE_IMAGE_DIR}" || exit
    find root node-image.sh -type f | LC_ALL=C sort | xargs sha256sum
  } | sha256sum | cut -c1-16
}

# cluster_images_archive prints where the images that the cluster itself runs are, or would be.
cluster_images_archive() {
  local key program
  key=$(
    {
      basename -a "$(debian_archive)" "$(postgres_archive)"
      component_image postgres
      component_image aws-iam-authenticator
      for program in "${CLUSTER_PROGRAMS[@]}"; do program_key "${program}"; done
      cat "${BASE_IMAGE_DIR}/images.sh"
      sed -n 's/^ *image: //p' "${CLUSTER_MANIFESTS[@]}"
    } | sha256sum | cut -c1-16
  )
  printf '%s/base-image/cluster-%s.tar\n' "${CACHE}" "${key}"
}

# base_image_bring makes what is missing in the cache, and gives Docker the nodes' image.
base_image_bring() {
  local archive
  BASE_IMAGE_KEY=$(base_image_key)
  ! docker_has "$(base_image)" || return 0
  archive=$(base_image_archive)
  built "${archive}" || base_image_build "${archive}"
  run_logged "giving Docker the nodes' image" docker_import "${archive}" "$(base_image)"
}

# images_missing prints the archives of images that are still to be written.
images_missing() {
  local archive
  for archive in "$(base_image_archive)" "$(daemon_images_archive)"; do
    [[ -f ${archive} ]] || printf '%s\n' "${archive}"
  done
}

docker_has() { docker image inspect "$1" >/dev/null 2>&1; }

docker_import() {
  docker import --change 'ENV container=docker' \
    --change 'ENTRYPOINT ["/usr/local/bin/entrypoint", "/sbin/init"]' "$1" "$2"
}

base_image_build() {
  local images
  images=$(cluster_images_archive)
  programs_build crictl "${CNI_PROGRAMS[@]}" "${CLUSTER_PROGRAMS[@]}"
  systems_bring
  built "${images}" || run_logged "writing the cluster's images" cluster_images_write "${images}"
  run_logged "writing the nodes' image" base_image_write "$1"
}

# nodes_images_renew gives the cluster's images to nodes that were made with other ones.
nodes_images_renew() {
  local node images
  images=$(cluster_images_archive)
  for node in $(node_names); do
    docker start "${node}" || continue
    wait_for 60 node_exec "${node}" ctr version
    [[ $(node_exec "${node}" cat "${CLUSTER_IMAGES_MARKER}") != "$(basename "${images}")" ]] || continue
    docker exec --interactive "${node}" ctr --namespace k8s.io images import - <"${images}"
    basename "${images}" | node_write "${node}" "${CLUSTER_IMAGES_MARKER}"
  done
}
