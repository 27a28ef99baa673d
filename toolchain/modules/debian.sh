# shellcheck shell=bash
# The Debian system that the node runs, kept in CACHE as one archive, and the Docker
# client that this host takes from it.

DEBIAN_SUITE=bookworm
DEBIAN_PACKAGES=systemd,systemd-sysv,dbus,containerd,runc,docker.io,docker-registry,iptables,ipset,conntrack,iproute2,procps,kmod,socat,ethtool,ebtables,ca-certificates,curl,sudo,busybox-static

debian_archive() {
  local key
  key=$(printf '%s\n' "${DEBIAN_SUITE}" "${DEBIAN_PACKAGES}" | sha256sum | cut -c1-16)
  printf '%s\n' "${CACHE}/node/debian-${key}.tar"
}

# debian_bring sees to it that the archive is in the cache, whole, with the client beside it.
debian_bring() {
  local archive
  archive=$(debian_archive)
  built "${archive}" || run_logged "fetching Debian for the node" debian_build "${archive}"
  [[ -x ${archive}.programs/docker ]] || run_logged "unpacking Docker's client" docker_unpack "${archive}"
}

debian_build() {
  local archive=$1 folder=$1.root
  rm -rf "${folder}" "${archive%-*}"-*
  mkdir -p "${folder}"
  debootstrap --variant=minbase --include="${DEBIAN_PACKAGES}" "${DEBIAN_SUITE}" "${folder}"
  rm -rf "${folder}"/var/cache/apt/archives/*.deb "${folder}"/var/lib/apt/lists/*
  tar --create --numeric-owner --directory="${folder}" --file="${archive}.part" .
  keep "${archive}.part" "${archive}"
  rm -rf "${folder}"
}

docker_unpack() {
  local folder=$1.programs
  rm -rf "${folder}.part"
  mkdir -p "${folder}.part"
  tar --extract --strip-components=3 --directory="${folder}.part" --file="$1" ./usr/bin/docker
  mv "${folder}.part" "${folder}"
}
