# shellcheck shell=bash disable=SC2153  # arguments_parse sets what is in capitals
# --login and --logout: a person's way into the cluster, beside the user's own kubeconfig and
# never in it. Where the team has an IAM role, the person assumes it; else the cluster signs
# a certificate of the same group.

LOGIN_SECONDS=28800 # a working day

login() {
  local role
  people_open teams_all
  role=$(team_role "${TEAM}")
  if [[ -n ${role} ]]; then
    # shellcheck disable=SC2086  # three words
    login_by_role ${role}
  else
    login_by_certificate
  fi
}

login_by_role() {
  local name="${PERSON}@${TEAM}"
  tool_bring aws-iam-authenticator
  person_kubeconfig_write "${name}" "$(team_namespace "${TEAM}")" "$(tool_path aws-iam-authenticator)" \
    token --cluster-id "$2" --role "$1" --session-name "${PERSON}" --region "$3"
  printf '%s of %s, by the IAM role %s.\nEach token is valid for 15 minutes; kubectl takes a new one by itself, with your AWS credentials.\n' \
    "${PERSON}" "${TEAM}" "$1" >&3
  person_welcome "${name}"
}

login_by_certificate() {
  local name="${PERSON}@${TEAM}"
  run_logged "having a certificate signed" \
    certificate_bring "${PEOPLE}/${name}.pem" "team:${TEAM}:${PERSON}" "team:${TEAM}" "${LOGIN_SECONDS}"
  person_kubeconfig_write "${name}" "$(team_namespace "${TEAM}")" bash "${ROOT}/toolchain/people/credential.sh" \
    "${PEOPLE}/${name}.pem" "bash $(quoted "${ROOT}/setup.sh") --login ${TEAM} --as ${PERSON}"
  printf '%s of %s, until %s.\n' "${PERSON}" "${TEAM}" "$(certificate_end "${PEOPLE}/${name}.pem")" >&3
  person_welcome "${name}"
}

# person_welcome NAME prints how to use the kubeconfig, and what the cluster lets it do.
person_welcome() {
  local kubeconfig="${PEOPLE}/$1.kubeconfig" rights
  printf '\n  export KUBECONFIG=%s\n\n' "$(quoted "${kubeconfig}")" >&3
  # shellcheck disable=SC2046  # a list of words
  rights=$(rights_print "${kubeconfig}" $(team_namespaces "${TEAM}")) || fail "the API server does not tell what ${PERSON} may do." \
    "See what it says: kubectl --kubeconfig $(quoted "${kubeconfig}") auth whoami"
  printf '%s\n' "${rights}" >&3
}

# logout removes the credentials of TEAM's people, break-glass among them; without a TEAM,
# everybody's. A copy of a certificate that somebody made stays good until it ends.
logout() {
  local file removed=0
  for file in "${PEOPLE}"/*.kubeconfig; do
    if [[ ! -f ${file} ]] || ! person_is_of "${file##*/}" "${TEAM}"; then continue; fi
    rm -f "${file%.kubeconfig}".*
    removed=$((removed + 1))
    printf 'Removed: %s\n' "${file}" >&3
  done
  rmdir "${PEOPLE}" 2>/dev/null || true
  ((removed > 0)) || echo "Nobody is logged in${TEAM:+ as one of ${TEAM}}." >&3
}

# person_is_of FILE TEAM: without a TEAM, everybody is.
person_is_of() {
  [[ -z $2 || ${1##*@} == "$2.kubeconfig" ]]
}
