# shellcheck shell=bash disable=SC2153  # arguments_parse sets what is in capitals
# --break-glass: wider rights in a team's namespace for an hour or less, under a name that
# says so. They end with the certificate; who took them and why stays in the audit log, and
# in an Event in the namespace.

break_glass() {
  local name="${PERSON}+break-glass@${TEAM}" user="break-glass:${TEAM}:${PERSON}" end
  people_open teams_with_namespace
  run_logged "having a certificate signed, and saying so in the namespace" \
    break_glass_bring "${PEOPLE}/${name}.pem" "${user}"
  end=$(certificate_end "${PEOPLE}/${name}.pem")
  person_kubeconfig_write "${name}" "${TEAM}" bash "${ROOT}/toolchain/people/credential.sh" \
    "${PEOPLE}/${name}.pem" "bash $(quoted "${ROOT}/setup.sh") --break-glass ${TEAM} --as ${PERSON} --reason '…'"
  printf '%s, until %s.\n' "${user}" "${end}" >&3
  person_welcome "${name}"
}

# break_glass_bring FILE USER: nobody gets the one without leaving the other.
break_glass_bring() {
  certificate_bring "$1" "$2" "break-glass:${TEAM}" "$((MINUTES * 60))" "${REASON}"
  break_glass_tell "$2" "$(certificate_end "$1")" || { rm -f "$1"; return 1; }
}

# break_glass_tell USER END leaves the Event.
break_glass_tell() {
  local now
  now=$(date -u '+%Y-%m-%dT%H:%M:%SZ')
  kubectl_admin create --filename=- <<TEXT
apiVersion: v1
kind: Event
metadata: { generateName: break-glass-, namespace: ${TEAM} }
type: Warning
reason: BreakGlass
message: $(json_string "$1 has wider rights until $2: ${REASON}")
involvedObject: { apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, name: break-glass, namespace: ${TEAM} }
source: { component: setup.sh }
reportingComponent: setup.sh
reportingInstance: ""
count: 1
firstTimestamp: "${now}"
lastTimestamp: "${now}"
TEXT
}
