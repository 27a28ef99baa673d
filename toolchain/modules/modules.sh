# shellcheck shell=bash
# Programs built from package registries, for hosts that reach nothing else. Each
# folder beside this file is a Go module that pins what it builds in go.mod and
# go.sum. A result is kept in CACHE under a name that says what it was built from,
# so a change of any input builds it anew, and nothing else does.

# shellcheck source=toolchain/modules/debian.sh
source "${ROOT}/toolchain/modules/debian.sh"
# shellcheck source=toolchain/modules/postgres.sh
source "${ROOT}/toolchain/modules/postgres.sh"
# shellcheck source=toolchain/modules/languages.sh
source "${ROOT}/toolchain/modules/languages.sh"
# shellcheck source=toolchain/modules/kubernetes/minikube.sh
source "${ROOT}/toolchain/modules/kubernetes/minikube.sh"
# shellcheck source=toolchain/modules/kubernetes/pulumi-schema.sh
source "${ROOT}/toolchain/modules/kubernetes/pulumi-schema.sh"

MODULES=${ROOT}/toolchain/modules
PROGRAMS=${CACHE}/programs

# What is built: program, module, package. What the cluster is made of, and Pulumi's provider for it, share
# one module, and so one version of each library: what one program compiles, the next finds. Pulumi's
# engine wants later ones of its own; what both build is of the engine's version.
PROGRAM_TABLE='
pause                    pause                    .
kube                     kubernetes               ./cmd/kube
coredns                  kubernetes               ./cmd/coredns
etcd                     kubernetes               ./cmd/etcd
minikube                 kubernetes               k8s.io/minikube/cmd/minikube
local-path-provisioner   kubernetes               github.com/rancher/local-path-provisioner
crictl                   kubernetes               sigs.k8s.io/cri-tools/cmd/crictl
metrics-server           kubernetes               sigs.k8s.io/metrics-server/cmd/metrics-server
aws-iam-authenticator    kubernetes               sigs.k8s.io/aws-iam-authenticator/cmd/aws-iam-authenticator
kube-router              kubernetes               github.com/cloudnativelabs/kube-router/v2/cmd/kube-router
host-local               kubernetes               github.com/containernetworking/plugins/plugins/ipam/host-local
ptp                      kubernetes               github.com/containernetworking/plugins/plugins/main/ptp
loopback                 kubernetes               github.com/containernetworking/plugins/plugins/main/loopback
portmap                  kubernetes               github.com/containernetworking/plugins/plugins/meta/portmap
pulumi                   pulumi                   github.com/pulumi/pulumi/pkg/v3/cmd/pulumi
pulumi-language-nodejs   pulumi-language-nodejs   github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs
pulumi-resource-kubernetes kubernetes             ./cmd/pulumi-resource-kubernetes
'

# What debuggers read is dropped when a program is linked; not to write it saves a tenth of the time.
PROGRAM_FLAGS='-trimpath -buildvcs=false -mod=readonly -gcflags=all=-dwarf=false'

# The zips of these are served by the module proxy, their entries in the public
# checksum database are not: go.sum alone vouches for them.
UNLISTED_MODULES=github.com/cloudnativelabs/kube-router/v2,sigs.k8s.io/cri-tools

# modules_packages prints the Debian packages that this host lacks: what builds Debian systems,
# what Docker's daemon loads, what makes keys, and, where there is no Go or Node at all, one old enough
# to fetch the right one.
modules_packages() {
  command -v debootstrap >/dev/null || printf '%s\n' debootstrap
  { ldconfig -p | grep -q 'libdevmapper\.so'; } 2>/dev/null || printf '%s\n' libdevmapper1.02.1
  command -v ip >/dev/null || printf '%s\n' iproute2
  command -v openssl >/dev/null || printf '%s\n' openssl
  command -v go >/dev/null || printf '%s\n' golang-go
  command -v npm >/dev/null || printf '%s\n' nodejs npm
}

# required_version MODULE PATH prints the version of PATH that MODULE pins.
required_version() {
  awk -v path="$2" '$1 == path && $2 ~ /^v/ { print $2; exit } $1 == "require" && $2 == path { print $3; exit }' \
    "${MODULES}/$1/go.mod"
}

PULUMI_VERSION=github.com/pulumi/pulumi/sdk/v3/go/common/version.Version

# program_stamp PROGRAM prints the linker flags by which it knows its own version.
program_stamp() {
  local version
  case $1 in
    kube)
      version=$(required_version kubernetes k8s.io/kubernetes)
      local package=k8s.io/component-base/version minor=${version#v*.}
      printf -- '-X %s ' "${package}.gitVersion=${version}" "${package}.gitMajor=1" \
        "${package}.gitMinor=${minor%%.*}" "${package}.gitTreeState=clean" \
        "${package}.gitCommit=${version}" "${package}.buildDate=1970-01-01T00:00:00Z"
      ;;
    minikube)
      printf -- '-X k8s.io/minikube/pkg/version.version=%s' "$(required_version kubernetes k8s.io/minikube)"
      ;;
    aws-iam-authenticator)
      version=$(required_version kubernetes sigs.k8s.io/aws-iam-authenticator)
      printf -- '-X sigs.k8s.io/aws-iam-authenticator/pkg.Version=%s' "${version#v}"
      ;;
    pulumi) printf -- '-X %s=%s' "${PULUMI_VERSION}" "$(required_version pulumi github.com/pulumi/pulumi/pkg/v3)" ;;
    pulumi-language-nodejs)
      printf -- '-X %s=%s' "${PULUMI_VERSION}" "$(required_version "$1" github.com/pulumi/pulumi/sdk/v3)"
      ;;
    pulumi-resource-kubernetes) printf -- '-X main.version=%s' "$(sdk_version kubernetes)" ;;
    *) ;;
  esac
}

# program_row PROGRAM prints its module and package.
program_row() {
  awk -v program="$1" '$1 == program { print $2, $3 }' <<<"${PROGRAM_TABLE}" | grep . ||
    fail "toolchain/modules: no program is called \"$1\"" "Name one of: $(awk 'NF { printf "%s ", $1 }' <<<"${PROGRAM_TABLE}")"
}

# program_path PROGRAM prints where the built program is, or would be.
program_path() {
  printf '%s\n' "${PROGRAMS}/$1-$(program_key "$1")/$1"
}

# program_key PROGRAM names all that it is built from.
program_key() {
  local row
  row=$(program_row "$1")
  {
    printf '%s\n' "${GO_RELEASE}" "${PROGRAM_FLAGS}" "${row}" "$(program_stamp "$1")"
    cd "${MODULES}/${row%% *}" || exit
    find . -type f | LC_ALL=C sort | xargs sha256sum
  } | sha256sum | cut -c1-16
}

# modules_path TOOL prints the file by which this host runs TOOL.
modules_path() {
  case $1 in
    kubectl) printf '%s/kubectl\n' "$(dirname "$(program_path kube)")" ;;
    docker) printf '%s/docker\n' "$(docker_programs)" ;;
    # The engine warns of one that is not beside it, as in the official archive.
    pulumi-language-nodejs) printf '%s/%s\n' "$(dirname "$(program_path pulumi)")" "$1" ;;
    *) program_path "$1" ;;
  esac
}

# modules_build TOOL... sees to it that this host can run each TOOL.
modules_build() {
  local tool
  for tool in "$@"; do
    case ${tool} in
      kubectl) programs_build kube ;;
      pulumi-language-nodejs)
        programs_build pulumi "${tool}"
        [[ $(modules_path "${tool}") -ef $(program_path "${tool}") ]] ||
          ln -f "$(program_path "${tool}")" "$(modules_path "${tool}")"
        ;;
      docker) [[ -x $(modules_path docker) ]] || debian_bring ;;
      *) programs_build "${tool}" ;;
    esac
  done
}

# built FILE tells whether FILE is there, whole, as it was written.
built() {
  [[ -f $1 && -f $1.sha256 ]] && (cd "$(dirname "$1")" && sha256sum --status --check "$(basename "$1").sha256")
}

# keep PART FILE moves a finished PART to its place, with a checksum beside it.
keep() {
  local sum
  sum=$(sha256sum "$1" | cut -d' ' -f1)
  printf '%s  %s\n' "${sum}" "$(basename "$2")" >"$2.sha256"
  mv "$1" "$2"
}

# programs_build PROGRAM... sees to it that each is in the cache, whole.
programs_build() {
  local program path
  for program in "$@"; do
    path=$(program_path "${program}")
    if ! built "${path}"; then
      modules_go >/dev/null
      run_logged "building ${program} from its Go module" program_build "${program}" "${path}"
    fi
  done
}

# registries_fetch brings what comes as Debian's systems, what the programs are built from, and what
# is made of these and of no program.
registries_fetch() {
  systems_bring
  modules_fetch
  daemon_images_bring
}

modules_fetch() (
  local module packages
  modules_go_environment
  while read -r module packages; do
    # shellcheck disable=SC2086  # a list of words
    (cd "${MODULES}/${module}" && "${GO_TOOLCHAIN}/bin/go" list -e -deps ${packages} >/dev/null)
  done < <(awk 'NF { packages[$2] = packages[$2] " " $3 } END { for (module in packages) print module packages[module] }' \
    <<<"${PROGRAM_TABLE}")
)

program_build() {
  local program=$1 target=$2 row module package folder with=()
  row=$(program_row "${program}")
  read -r module package <<<"${row}"
  folder=$(dirname "${target}")
  rm -rf "${PROGRAMS:?}/${program}"-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]*
  mkdir -p "${folder}"
  (
    cd "${MODULES}/${module}" || exit
    modules_go_environment
    case ${program} in
      pulumi-resource-kubernetes)
        provider_schema_write "${folder}"
        with=(-overlay "${folder}/overlay.json")
        ;;
      minikube)
        minikube_module_write "${folder}"
        with=(-modfile "${folder}/go.mod")
        ;;
      *) ;;
    esac
    CGO_ENABLED=0 "${GO_TOOLCHAIN}/bin/go" build "${with[@]}" \
      -ldflags "-s -w $(program_stamp "${program}")" -o "${target}.part" "${package}"
  )
  rm -rf "${folder}/source"
  keep "${target}.part" "${target}"
  [[ ${program} != kube ]] || ln -s kube "${folder}/kubectl"
}

modules_go_environment() {
  export GOMODCACHE=${CACHE}/go/mod GOCACHE=${CACHE}/go/build GOTOOLCHAIN=local GOWORK=off
  export GOFLAGS=${PROGRAM_FLAGS} GONOSUMDB=${UNLISTED_MODULES}
  compiler_collects_late
}

# compiler_collects_late has Go collect only near the limit: a build takes a third less time, 2
# processes at once.
compiler_collects_late() { export GOGC=off GOMEMLIMIT=3GiB; }

# modules_tidy drops what the builds fetched and compiled on the way, some 15 GB: it
# would serve only the next change of a version.
modules_tidy() {
  local folder
  for folder in "${CACHE}/go/mod" "${CACHE}/go/build"; do
    [[ ! -d ${folder} ]] || { chmod -R u+w "${folder}" && rm -rf "${folder}"; }
  done
}
