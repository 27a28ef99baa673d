# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# How the image of Minikube's nodes is written.

# base_image_write ARCHIVE: Debian without what only the daemon's side needs, the programs,
# the files of root/, and in containerd's folder the cluster's images.
base_image_write() {
  local archive=$1 root=$1.root program binaries
  debian_unpack_for "${archive}"
  cluster_images_unpack "${root}" "$(cluster_images_archive)"
  basename "$(cluster_images_archive)" >"${root}${CLUSTER_IMAGES_MARKER}"
  rm -rf "${root}"/usr/sbin/{dockerd,docker-proxy,ovrouter,haproxy} "${root}"/usr/share/{doc,man,locale,info} "${root}"/etc/ssh/ssh_host_* \
    "${root}"/usr/bin/{docker,docker-registry,tini-static,dnet,containerd-shim,containerd-shim-runc-v1} "${root}"/var/lib/dpkg/info
  cp -R "${BASE_IMAGE_DIR}/root/." "${root}/"
  mkdir -p "${root}"/{kind,opt/cni/bin,etc/kubernetes/manifests,etc/containerd/certs.d}
  for program in "${CNI_PROGRAMS[@]}"; do install -m 755 "$(program_path "${program}")" "${root}/opt/cni/bin/${program}"; done
  for program in crictl kube; do install -m 755 "$(program_path "${program}")" "${root}/usr/local/bin/${program}"; done
  binaries=${root}/var/lib/minikube/binaries/${KUBERNETES_VERSION}
  mkdir -p "${binaries}"
  for program in kubelet kubeadm kubectl; do ln -s /usr/local/bin/kube "${binaries}/${program}"; done
  minikube_user_make "${root}"
  chroot "${root}" systemctl --quiet enable host-keys containerd ssh
  chroot "${root}" systemctl --quiet mask systemd-udevd systemd-binfmt systemd-logind docker.service docker.socket docker-registry haproxy
  printf 'sre-challenge\n' >"${root}/kic.txt"
  printf '{"minikube_version": "%s"}\n' "$(required_version kubernetes k8s.io/minikube)" >"${root}/version.json"
  : >"${root}/etc/machine-id"
  tar --create --numeric-owner --directory="${root}" --file="${archive}.part" .
  keep "${archive}.part" "${archive}"
  rm -rf "${root}"
}

# minikube_user_make ROOT: Minikube comes by SSH, as the user `docker`, and brings its key.
minikube_user_make() {
  chroot "$1" useradd --create-home --gid docker --shell /bin/bash docker
  install -d -m 700 -o "$(chroot "$1" id -u docker)" -g "$(chroot "$1" id -g docker)" "$1/home/docker/.ssh"
  printf 'docker ALL=(ALL) NOPASSWD:ALL\n' >"$1/etc/sudoers.d/docker"
}
