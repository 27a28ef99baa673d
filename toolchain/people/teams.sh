# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# The teams that people belong to, by the names that the program's roles are bound to.

TEAMS='invoices payments viewers platform'
# These have a namespace of their name; the others look at, or after, both.
TEAMS_WITH_NAMESPACE='invoices payments'

# one_of WORD LIST tells whether the list of words has it.
one_of() {
  [[ -n $1 && $1 != *' '* && " $2 " == *" $1 "* ]]
}

# team_namespaces TEAM prints the namespaces in which the team may do something.
team_namespaces() {
  if one_of "$1" "${TEAMS_WITH_NAMESPACE}"; then printf '%s\n' "$1"; else printf '%s\n' "${TEAMS_WITH_NAMESPACE}"; fi
}
