#!/usr/bin/env bash
# Both services asked by schemathesis, 40 seconds each, by the documents that they serve. It is brought from PyPI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=4.32.5
folder=${XDG_CACHE_HOME:-${HOME}/.cache}/sre-challenge/schemathesis-${version}
if ! "${folder}/bin/python" -c 'import schemathesis' 2>/dev/null; then
  echo "installing schemathesis ${version} into ${folder}" >&2
  rm -rf "${folder}"
  python3 -m venv "${folder}"
  "${folder}/bin/python" -m pip install --quiet --disable-pip-version-check "schemathesis==${version}"
fi

PATH=${PATH}:${PWD}/.state/bin
export SCHEMATHESIS=${folder}/bin/schemathesis GOFLAGS=-gcflags=all=-dwarf=false
cd apps
go test -race -count 1 -v -tags schemathesis -run '^TestBySchemathesis$' ./invoice-app ./payment-provider
