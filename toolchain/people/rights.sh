# shellcheck shell=bash
# What a person may do, by the API server's own word: a SelfSubjectRulesReview that is sent
# with that person's credentials.

# rights_print KUBECONFIG NAMESPACE… prints a table for each namespace, once for those that
# do not differ.
rights_print() {
  local kubeconfig=$1 namespace table earlier='' where=''
  shift
  for namespace in "$@"; do
    table=$(rights_table "${kubeconfig}" "${namespace}")
    if [[ -n ${where} && ${table} != "${earlier}" ]]; then
      printf 'In %s:\n%s\n' "${where}" "${earlier}"
      where=
    fi
    where="${where}${where:+ and in }${namespace}"
    earlier=${table}
  done
  printf 'In %s:\n%s\n' "${where}" "${earlier}"
}

# rights_table KUBECONFIG NAMESPACE prints a line for each resource, with its verbs. What
# everybody may ask about himself is left out.
rights_table() {
  kubectl --kubeconfig "$1" --request-timeout=30s create --validate=false --filename=- --output="go-template=$(rights_template)" <<TEXT |
{"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{"namespace":"$2"}}
TEXT
    awk -F '\t' '
      $1 ~ /\.(authorization|authentication)\.k8s\.io/ { next }
      {
        count = split($2, verbs, " ")
        for (i = 1; i <= count; i++)
          if (!seen[$1, verbs[i]]++) rights[$1] = rights[$1] " " verbs[i]
      }
      END {
        for (resource in rights) printf "  %-52s%s\n", resource, rights[resource]
      }' | sort | grep . || echo '  nothing'
}

rights_template() {
  cat <<'TEXT'
{{range .status.resourceRules}}{{$rule := .}}{{range .resources}}{{$resource := .}}{{range $rule.apiGroups}}{{$resource}}{{if .}}.{{.}}{{end}}{{range $rule.resourceNames}} {{.}}{{end}}{{"\t"}}{{range $rule.verbs}}{{.}} {{end}}{{"\n"}}{{end}}{{end}}{{end}}
TEXT
}
