# shellcheck shell=bash
# Which version a program has, asked so that it writes nothing into the user's home.

# version_at_least HAVE WANT compares by number, part by part.
version_at_least() {
  local i
  local -a have want
  IFS=. read -r -a have <<<"$1"
  IFS=. read -r -a want <<<"$2"
  for i in 0 1 2; do
    if ((10#${have[i]:-0} != 10#${want[i]:-0})); then
      ((10#${have[i]:-0} > 10#${want[i]:-0}))
      return
    fi
  done
}

# version_of TOOL PROGRAM prints its version; fails if it has none to tell.
version_of() {
  local scratch text number='([0-9]+\.[0-9]+(\.[0-9]+)?)'
  scratch=$(mktemp -d)
  text=$(version_text "$1" "$2" "${scratch}" 2>/dev/null) || text=
  rm -rf "${scratch}"
  [[ ${text} =~ ${number} ]] && printf '%s\n' "${BASH_REMATCH[1]}"
}

version_text() {
  case $1 in
    # Go counts its runs in the configuration folder; a shim may need that folder to run at all.
    go) XDG_CONFIG_HOME=$3 GOTOOLCHAIN=local within 10 "$2" version || GOTOOLCHAIN=local within 10 "$2" version ;;
    kubectl) within 10 "$2" version --client ;;
    minikube) MINIKUBE_HOME=$3 within 10 "$2" version --short ;;
    aws-iam-authenticator) within 10 "$2" version ;;
    pulumi) PULUMI_HOME=$3 PULUMI_SKIP_UPDATE_CHECK=true within 10 "$2" version ;;
    *) within 10 "$2" --version ;;
  esac
}

# sdk_version PACKAGE prints the version of Pulumi's SDK for it, by which the engine looks for its plugin.
sdk_version() {
  sed -n "s|.*\"@pulumi/$1\": \"\([^\"]*\)\".*|\1|p" "${ROOT}/package.json"
}
