# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# The node's root file system: Debian by debootstrap, kept in the cache as one
# archive, then the programs built from modules, then the files of root/.

NODE_DIR=${ROOT}/toolchain/node
NODE_PROGRAMS=(pause crictl etcd coredns host-local ptp loopback portmap kube-router aws-iam-authenticator kube minikube "${ADDON_PROGRAMS[@]}")
# Those that stand in the root itself; the others stand in the images only.
ROOT_PROGRAMS=(crictl host-local ptp loopback portmap kube minikube)

cluster_images_archive() { printf '%s\n' "${CACHE}/node/cluster-images-${ROOT_KEY}.tar"; }

# root_key names all that the node's root and its images are made of.
root_key() {
  local program
  {
    debian_archive
    postgres_archive
    component_image postgres
    component_image aws-iam-authenticator
    for program in "${NODE_PROGRAMS[@]}"; do program_path "${program}"; done
    printf '%s\n' "${GO_RELEASE}"
    api_server_flags
    declare -f api_server_files_put
    cd "${NODE_DIR}" || exit
    find root kube-router.yaml addons.sh images.sh root.sh -type f | LC_ALL=C sort | xargs sha256sum
  } | sha256sum | cut -c1-16
}

# root_build makes what is missing in the cache: programs, Debian, the archives of images.
root_build() {
  local archive
  programs_build "${ROOT_PROGRAMS[@]}"
  debian_bring
  archive=$(cluster_images_archive)
  if ! built "${archive}"; then
    programs_build "${NODE_PROGRAMS[@]}"
    postgres_bring
    run_logged "writing the cluster's images" images_build cluster_images_write "${archive}"
  fi
  archive=$(golang_image_archive)
  built "${archive}" || run_logged "writing the image that compiles the services" images_build golang_image_write "${archive}"
}

# images_build WRITER ARCHIVE lays out what WRITER takes and lets it write ARCHIVE.
images_build() {
  local writer=$1 archive=$2 root=$2.root source program
  rm -rf "${archive%-*}"-*
  mkdir -p "${root}"
  tar --extract --numeric-owner --directory="${root}" --file="$(debian_archive)"
  source=${root}/programs
  mkdir "${source}"
  for program in "${NODE_PROGRAMS[@]}"; do ln -s "$(program_path "${program}")" "${source}/${program}"; done
  ln -s kube "${source}/kubeadm"
  [[ ${writer} != golang_image_write ]] || source=$(modules_go)
  "${writer}" "${root}" "${source}" "${archive}"
  rm -rf "${root}"
}

# root_install puts the node's root in place, whole or not at all.
root_install() {
  local part=${NODE_ROOT}.part program binaries
  rm -rf "${part}" "${NODE_ROOT}"
  mkdir -p "${part}"
  tar --extract --numeric-owner --directory="${part}" --file="$(debian_archive)"
  mkdir -p "${part}/opt/cni/bin"
  for program in host-local ptp loopback portmap; do
    install -m 755 "$(program_path "${program}")" "${part}/opt/cni/bin/${program}"
  done
  for program in minikube crictl; do
    install -m 755 "$(program_path "${program}")" "${part}/usr/local/bin/${program}"
  done
  binaries=${part}/var/lib/minikube-home/.minikube/cache/linux/$(dpkg --print-architecture)/${KUBERNETES_VERSION}
  mkdir -p "${binaries}"
  install -m 755 "$(program_path kube)" "${part}/usr/local/bin/kubectl"
  for program in kubelet kubeadm kubectl; do ln "${part}/usr/local/bin/kubectl" "${binaries}/${program}"; done
  cp -R "${NODE_DIR}/root/." "${part}/"
  install -m 644 "${NODE_DIR}/kube-router.yaml" "${part}/etc/kube-router.yaml"
  api_server_files_put "${part}${API_SERVER_FILES}"
  chown "${AUTHENTICATOR_USER_ID}" "${part}${API_SERVER_FILES}/aws-iam-authenticator/key.pem"
  # A loopback address here would make CoreDNS find a loop; at this one nobody answers.
  printf 'nameserver %s\n' "${NODE_HOST_ADDRESS}" >"${part}/etc/resolv.conf"
  chroot "${part}" systemctl --quiet disable docker.socket
  chroot "${part}" systemctl --quiet enable cgroup-writable walls-closed containerd docker docker-registry
  : >"${part}/etc/machine-id"
  printf '%s\n' "${ROOT_KEY}" >"${part}/etc/sre-challenge-root"
  printf '%s\n' "${NODE_SUBNET}" >"${NODE_SUBNET_FILE}"
  mv "${part}" "${NODE_ROOT}"
}

# root_current tells whether the root in place is the one that would be made now.
root_current() {
  [[ -f ${NODE_ROOT}/etc/sre-challenge-root ]] && [[ $(<"${NODE_ROOT}/etc/sre-challenge-root") == "${ROOT_KEY}" ]]
}
