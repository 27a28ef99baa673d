# shellcheck shell=bash
# Debian systems, each kept in CACHE as one archive: that of the cluster's nodes, with the
# programs of Docker that this host takes from it, and those of other images.

DEBIAN_SUITE=bookworm
DEBIAN_PACKAGES=systemd,systemd-sysv,dbus,containerd,runc,docker.io,docker-registry,haproxy,iptables,ipset,conntrack,iproute2,procps,kmod,socat,ethtool,ebtables,ca-certificates,curl,sudo,busybox-static,openssh-server,rsync,netcat-openbsd

debian_archive() { system_archive debian "${DEBIAN_PACKAGES}"; }

DOCKER_PROGRAMS=(usr/bin/{docker,containerd,containerd-shim-runc-v2,ctr,tini-static} usr/sbin/{dockerd,docker-proxy,runc})

docker_programs() { printf '%s.programs\n' "$(debian_archive)"; }

# debian_bring sees to it that the archive is in the cache, whole, with Docker's programs beside it.
debian_bring() {
  local archive
  archive=$(debian_archive)
  built "${archive}" || run_logged "fetching Debian for the node" system_build "${archive}" "${DEBIAN_PACKAGES}"
  [[ -x ${archive}.programs/docker ]] || run_logged "unpacking Docker" docker_unpack "${archive}"
}

# debian_unpack_for ARCHIVE removes ARCHIVE in its earlier versions, and unpacks Debian into ARCHIVE.root.
debian_unpack_for() {
  rm -rf "${1%-*}"-*
  mkdir -p "$1.root"
  tar --extract --numeric-owner --directory="$1.root" --file="$(debian_archive)"
}

# system_archive NAME PACKAGES [RECIPE] prints where the archive is, or would be; RECIPE is
# what else it depends on.
system_archive() {
  local key
  key=$(printf '%s\n' "${DEBIAN_SUITE}" "${@:2}" | sha256sum | cut -c1-16)
  printf '%s/debian/%s-%s.tar\n' "${CACHE}" "$1" "${key}"
}

# system_build ARCHIVE PACKAGES [FINISH] writes a system of those packages, after FINISH was
# called with its folder.
system_build() {
  local archive=$1 folder=$1.root
  rm -rf "${folder}" "${archive%-*}"-*
  mkdir -p "${folder}"
  debootstrap --variant=minbase --include="$2" "${DEBIAN_SUITE}" "${folder}"
  rm -rf "${folder}"/var/cache/apt/archives/*.deb "${folder}"/var/lib/apt/lists/*
  "${3:-:}" "${folder}"
  tar --create --numeric-owner --directory="${folder}" --file="${archive}.part" .
  keep "${archive}.part" "${archive}"
  rm -rf "${folder}"
}

docker_unpack() {
  local folder=$1.programs
  rm -rf "${folder}.part"
  mkdir -p "${folder}.part"
  tar --extract --strip-components=3 --directory="${folder}.part" --file="$1" "${DOCKER_PROGRAMS[@]/#/./}"
  mv "${folder}.part" "${folder}"
}
