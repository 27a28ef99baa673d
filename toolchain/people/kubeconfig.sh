# shellcheck shell=bash
# A person's kubeconfig: this clone's cluster, and a plugin that hands kubectl the
# credentials. The context has the name that the stack asks for.

PEOPLE="${STATE}/people"

# person_kubeconfig_write NAME NAMESPACE COMMAND ARGUMENT… writes PEOPLE/NAME.kubeconfig; the
# plugin is that command. Without a namespace of its own, NAMESPACE is empty.
person_kubeconfig_write() {
  local file="${PEOPLE}/$1.kubeconfig"
  (umask 077 && person_kubeconfig "$@" >"${file}.part") || return
  mv "${file}.part" "${file}"
}

person_kubeconfig() {
  local name=$1 namespace=$2 command=$3 cluster server authority argument arguments=
  shift 3
  cluster=$(kubectl_admin config view --raw --flatten --minify \
    --output='jsonpath={.clusters[0].cluster.server} {.clusters[0].cluster.certificate-authority-data}') || return
  read -r server authority <<<"${cluster}"
  for argument in "$@"; do
    arguments="${arguments}${arguments:+, }$(json_string "${argument}")"
  done
  cat <<TEXT
apiVersion: v1
kind: Config
current-context: sre-challenge
clusters:
  - name: sre-challenge
    cluster: { server: $(json_string "${server}"), certificate-authority-data: ${authority} }
contexts:
  - name: sre-challenge
    context: { cluster: sre-challenge, user: $(json_string "${name}"), namespace: $(json_string "${namespace:-default}") }
users:
  - name: $(json_string "${name}")
    user:
      exec:
        apiVersion: $(plugin_version "${command}")
        command: $(json_string "${command}")
        args: [${arguments}]
        interactiveMode: Never
TEXT
}

# plugin_version COMMAND prints which form of answers kubectl shall expect from it.
plugin_version() {
  case $1 in
    */aws-iam-authenticator) echo client.authentication.k8s.io/v1beta1 ;;
    *) echo client.authentication.k8s.io/v1 ;;
  esac
}

# people_open LIST makes sure of the cluster, of TEAM, which is one that LIST prints, and of a folder
# that is its owner's alone.
people_open() {
  if [[ ! -f ${STATE}/kubeconfig ]] || ! cluster_answers; then
    fail "the cluster of this clone does not answer." "Start it: bash $(quoted "${ROOT}/setup.sh")"
  fi
  openssl_required
  log_open "--${MODE} ${TEAM}"
  teams_read
  team_check "$("$1")"
  mkdir -p "${PEOPLE}"
  chmod 700 "${PEOPLE}"
}
