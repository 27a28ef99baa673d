# shellcheck shell=bash disable=SC2016,SC2034  # programs of awk; what is set here, other parts read
# The teams that people belong to, as the stack's outputs have them.

# A line for each: its name, its namespace or -, and where it has an IAM role the role's ARN, the
# cluster's id and the region.
TEAM_LINES=

# teams_read asks the stack.
teams_read() {
  TEAM_LINES=$(pulumi stack output access --json --stack "${STACK}" 2>>"${LOG}" | team_lines 2>>"${LOG}") || TEAM_LINES=
  [[ -n $(teams_with_namespace) ]] ||
    fail "Pulumi's stack ${STACK} does not say which teams there are." "Bring it up to date: bash $(quoted "${ROOT}/setup.sh")"
}

team_lines() {
  node -e '
    const teams = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const [team, { namespace = "-", roleArn, clusterId, region }] of Object.entries(teams))
      console.log([team, namespace, ...(roleArn === undefined ? [] : [roleArn, clusterId, region])].join(" "));
  '
}

# teams_all prints the names of all teams, and teams_with_namespace of those that have one; the others look
# at, or after, all of these.
teams_all() {
  words_of '{ print $1 }'
}

teams_with_namespace() {
  words_of '$2 != "-" { print $1 }'
}

# team_namespace TEAM prints its namespace; nothing if it has none.
team_namespace() {
  words_of '$1 == team && $2 != "-" { print $2 }' "$1"
}

# team_namespaces TEAM prints the namespaces in which the team may do something.
team_namespaces() {
  if [[ -n $(team_namespace "$1") ]]; then team_namespace "$1"; else words_of '$2 != "-" { print $2 }'; fi
}

# team_role TEAM prints role ARN, cluster id and region of TEAM; nothing where AWS is not configured.
team_role() {
  words_of '$1 == team && NF == 5 { print $3, $4, $5 }' "$1"
}

# words_of PROGRAM [TEAM] prints what awk's PROGRAM prints of TEAM_LINES, in one line.
words_of() {
  printf '%s\n' "${TEAM_LINES}" | awk -v team="${2:-}" "$1" | paste -sd ' ' -
}

# one_of WORD LIST tells whether the list of words has it.
one_of() {
  [[ -n $1 && $1 != *' '* && " $2 " == *" $1 "* ]]
}
