#!/usr/bin/env bash
# in-environment.sh COMMAND… runs it against this clone's cluster, as in a shell that has eval'ed
# `setup.sh --env`. A shell that says itself which cluster it means, by KUBECONFIG, is left alone.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
if [[ -z ${KUBECONFIG:-} && -f ${root}/.state/kubeconfig ]]; then
  environment=$(bash "${root}/setup.sh" --env)
  eval "${environment}"
fi
exec "$@"
