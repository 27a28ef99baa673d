#!/usr/bin/env bash
# Go as the project keeps it: formatted and vetted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

unformatted=$(gofmt -l apps bench chaos/history chaos/killer verify/probe toolchain/modules)
if [[ -n ${unformatted} ]]; then
  printf 'Not formatted, run gofmt -w:\n%s\n' "${unformatted}" >&2
  exit 1
fi
(cd toolchain/modules/pause && go vet ./...)
