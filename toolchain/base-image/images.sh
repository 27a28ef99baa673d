# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# The images that the cluster itself is made of, written as one archive that
# containerd imports: layers are tar files, and no Docker is needed to write them.

# image_layer DIR packs DIR as a layer of the archive in IMAGES_DIR and prints its id.
image_layer() {
  local layer id
  layer=$(mktemp "${IMAGES_DIR}/layer.XXXXXX")
  tar --create --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 --directory="$1" --file="${layer}" .
  id=$(sha256sum "${layer}" | cut -d' ' -f1)
  mkdir -p "${IMAGES_DIR}/${id}"
  mv "${layer}" "${IMAGES_DIR}/${id}/layer.tar"
  printf '%s\n' "${id}"
}

# image_manifest NAME PATH ENTRYPOINT LAYER... writes the image's configuration, with
# PATH as its search path and ENTRYPOINT unless that is empty, and prints its line of
# the archive's manifest.
image_manifest() {
  local name=$1 path=$2 entrypoint=${3:+,\"Entrypoint\":[\"$3\"]} layer config id diffs='' layers=''
  shift 3
  for layer in "$@"; do
    diffs+="${diffs:+,}\"sha256:${layer}\""
    layers+="${layers:+,}\"${layer}/layer.tar\""
  done
  config="{\"architecture\":\"$(dpkg --print-architecture)\",\"os\":\"linux\",\"config\":{\"Env\":[\"PATH=${path}\"]${entrypoint}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[${diffs}]}}"
  id=$(printf '%s' "${config}" | sha256sum | cut -d' ' -f1)
  printf '%s' "${config}" >"${IMAGES_DIR}/${id}.json"
  printf '{"Config":"%s.json","RepoTags":["%s"],"Layers":[%s]}\n' "${id}" "${name}" "${layers}"
}

# programs_copy ROOT DIR FILE... copies programs from ROOT into DIR, with the libraries that they load.
programs_copy() {
  local root=$1 dir=$2 file
  shift 2
  mkdir -p "${dir}"/usr/{bin,sbin,lib,lib64} "${dir}"/{etc,tmp,run}
  for file in bin sbin lib lib64; do ln -s "usr/${file}" "${dir}/${file}"; done
  {
    printf '%s\n' "$@"
    chroot "${root}" ldd "${@/#//}" | grep -oE '/[^ ]+\.so[.0-9]*' | sort -u | while read -r file; do
      file=$(chroot "${root}" readlink -f "$(dirname "${file}")")/$(basename "${file}")
      printf '%s\n' "${file#/}"
      chroot "${root}" readlink -f "${file}" | cut -c2-
    done
  } | sort -u | tar --create --no-recursion --directory="${root}" --files-from=- | tar --extract --directory="${dir}"
}

# firewall_layer ROOT prints the id of a layer with the programs by which kube-proxy
# and kube-router change the node's firewall, taken with their libraries from ROOT.
firewall_layer() {
  local root=$1 dir file files extensions
  files=(usr/bin/dash usr/bin/ip usr/sbin/xtables-nft-multi usr/sbin/ipset usr/sbin/conntrack)
  extensions=$(cd "${root}" && find usr/lib -path '*/xtables/*.so')
  mapfile -t -O "${#files[@]}" files <<<"${extensions}"
  dir=$(mktemp -d "${IMAGES_DIR}/firewall.XXXXXX")
  programs_copy "${root}" "${dir}" "${files[@]}"
  ln -s dash "${dir}/usr/bin/sh"
  for file in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
    ln -s xtables-nft-multi "${dir}/usr/sbin/${file}"
  done
  image_layer "${dir}"
  rm -r "${dir}"
}

# program_layer NAME... FILE prints the id of a layer that has FILE in /usr/local/bin,
# under each name.
program_layer() {
  local dir names=() first
  while (($# > 1)); do names+=("$1"); shift; done
  dir=$(mktemp -d "${IMAGES_DIR}/program.XXXXXX")
  mkdir -p "${dir}/usr/local/bin"
  first=${names[0]}
  install -m 755 "$1" "${dir}/usr/local/bin/${first}"
  for name in "${names[@]:1}"; do ln -s "${first}" "${dir}/usr/local/bin/${name}"; done
  image_layer "${dir}"
  rm -r "${dir}"
}

# archive_write ARCHIVE MANIFEST-LINE... packs IMAGES_DIR as ARCHIVE and removes it.
archive_write() {
  local archive=$1
  shift
  (IFS=, && printf '[%s]' "$*") >"${IMAGES_DIR}/manifest.json"
  tar --create --directory="${IMAGES_DIR}" --file="${archive}.part" .
  rm -r "${IMAGES_DIR}"
  keep "${archive}.part" "${archive}"
}

# postgres_layer prints the id of a layer that is the whole system with PostgreSQL.
postgres_layer() {
  local dir
  dir=$(mktemp -d "${IMAGES_DIR}/postgres.XXXXXX")
  tar --extract --numeric-owner --directory="${dir}" --file="$(postgres_archive)"
  image_layer "${dir}"
  rm -r "${dir}"
}

# component_image NAME prints what the program calls the image of that name.
component_image() {
  sed -n "s|.*\"\([^\" ]*/$1:[^\" ]*\)\".*|\1|p" "${ROOT}"/components/*/*.ts | sort -u | grep .
}

# cluster_images_write ARCHIVE writes the images that kubeadm asks for, by its names, those of
# the cluster's manifests, the authenticator and the databases.
cluster_images_write() {
  local archive=$1 root=$1.root name program kube firewall layers lines=()
  local path=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  debian_unpack_for "${archive}"
  IMAGES_DIR=$(mktemp -d "${archive}.XXXXXX")
  kube=$(program_layer kube-apiserver kube-controller-manager kube-scheduler kube-proxy "$(program_path kube)")
  firewall=$(firewall_layer "${root}")
  ln -s "$(program_path kube)" "${IMAGES_DIR}/kubeadm"
  while read -r name; do
    program=$(basename "${name%%:*}")
    case ${program} in
      kube-proxy) layers=("${kube}" "${firewall}") ;;
      kube-router) layers=("${firewall}" "$(program_layer "${program}" "$(program_path "${program}")")") ;;
      kube-*) layers=("${kube}") ;;
      postgres)
        lines+=("$(image_manifest "${name}" "${POSTGRES_PROGRAMS}:${path}" '' "$(postgres_layer)")")
        continue
        ;;
      *) layers=("$(program_layer "${program}" "$(program_path "${program}")")") ;;
    esac
    lines+=("$(image_manifest "${name}" "${path}" "/usr/local/bin/${program}" "${layers[@]}")")
  done < <(
    "${IMAGES_DIR}/kubeadm" config images list --kubernetes-version "${KUBERNETES_VERSION}" 2>/dev/null
    { sed -n 's/^ *image: //p' "${CLUSTER_MANIFESTS[@]}" && component_image postgres; } | sort -u
    component_image aws-iam-authenticator
  )
  rm "${IMAGES_DIR}/kubeadm"
  archive_write "${archive}" "${lines[@]}"
  rm -rf "${root}"
}

# cluster_images_unpack ROOT ARCHIVE has containerd unpack them where the node's looks for them.
cluster_images_unpack() {
  local root=$1 archive=$2 run
  run=$(mktemp -d)
  # In mounts of its own: none stays, however this ends.
  # shellcheck disable=SC2016  # the inner shell expands it
  PATH="$(docker_programs):${PATH}" unshare --mount --pid --fork --kill-child bash -c '
    set -euo pipefail
    printf "version = 2\ndisabled_plugins = [\"io.containerd.grpc.v1.cri\"]\n" >"$2/config.toml"
    containerd --config "$2/config.toml" --root "$1/var/lib/containerd" --state "$2/state" --address "$2/socket" &
    until ctr --address "$2/socket" version; do kill -0 $!; sleep 0.2; done
    ctr --address "$2/socket" --namespace k8s.io images import "$3"
    # Unpacked, they are needed no more.
    ctr --address "$2/socket" --namespace k8s.io content prune references
    kill $!
    wait $! || true
  ' bash "${root}" "${run}" "${archive}"
  rm -rf "${run}"
}
