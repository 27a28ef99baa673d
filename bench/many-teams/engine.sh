#!/usr/bin/env bash
# engine.sh TEAMS… takes the times of Pulumi's own engine for each number of teams, with its state in files and the
# official provider, which writes manifests. All of it is in a folder that goes with it; the plugin is that of
# PULUMI_HOME, if there is one. Seconds on the clock, and those of processors after a slash; MINUTES bounds each.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "${folder}"' EXIT
minutes=${MINUTES:-10}
TIMEFORMAT='%R %U %S'

mkdir -p "${folder}/home" "${folder}/state"
[[ ! -d ${PULUMI_HOME:-}/plugins ]] || ln -s "${PULUMI_HOME}/plugins" "${folder}/home/plugins"
export PULUMI_HOME=${folder}/home PULUMI_BACKEND_URL=file://${folder}/state PULUMI_CONFIG_PASSPHRASE=bench
export PULUMI_SKIP_UPDATE_CHECK=true NODE_OPTIONS="--stack-trace-limit=0 --max-old-space-size=4096"
unset PULUMI_CONFIG_PASSPHRASE_FILE PULUMI_STACK KUBECONFIG

ln -s "${root}/node_modules" "${folder}/node_modules"
echo '{ "name": "many-teams" }' >"${folder}/package.json"
echo '{ "name": "many-teams", "runtime": { "name": "nodejs", "options": { "typescript": false } } }' >"${folder}/Pulumi.yaml"
# As index.ts, but for the check of its types, which is the same for each number of teams.
printf 'require("tsx/cjs");\nprocess.setSourceMapsEnabled(false);\nmodule.exports = require(%s);\n' \
  "\"${root}/bench/many-teams/rendered.ts\"" >"${folder}/index.js"
cd "${folder}"

# taken COMMAND… prints how long it took. What is not done in time is interrupted, and the state is kept.
taken() {
  local times status=0
  times=$({ time timeout --signal INT --kill-after 120 "${minutes}m" "$@" </dev/null >"${folder}/log" 2>&1; } 2>&1) || status=$?
  case ${status} in
    0) awk '{ printf "%.0f/%.0f", $1, $2 + $3 }' <<<"${times}" ;;
    124) printf 'over %d min' "${minutes}" ;;
    *) failed "$*" ;;
  esac
}

failed() {
  printf '%s: failed\n' "$1" >&2
  tail -n 20 "${folder}/log" >&2
  return 1
}

# up STACK makes all of it on a new one.
up() {
  pulumi stack init "$1" --non-interactive >"${folder}/log" 2>&1 || failed "pulumi stack init $1"
  taken pulumi up --stack "$1" --yes --skip-preview --non-interactive --suppress-outputs
}

printf 'TEAMS\tRESOURCES\tSTATE MB\tUP, STATE AT THE END\tPREVIEW\tUP\n'
for TEAMS in "$@"; do
  export TEAMS
  at_end=$(PULUMI_EXPERIMENTAL=true PULUMI_SKIP_CHECKPOINTS=true up "at-end-${TEAMS}")
  state=${folder}/state/.pulumi/stacks/many-teams/at-end-${TEAMS}.json
  resources=$(grep -o '"urn":"urn:' "${state}" | wc -l)
  size=$(awk "BEGIN { printf \"%.1f\", $(wc -c <"${state}") / 1e6 }")
  preview=$(taken pulumi preview --stack "at-end-${TEAMS}" --expect-no-changes --non-interactive)
  printf '%s\t%s\t%s\t%s\t%s\t' "${TEAMS}" "${resources}" "${size}" "${at_end}" "${preview}"
  up "each-step-${TEAMS}"
  echo
done
