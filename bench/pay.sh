#!/usr/bin/env bash
# How fast invoices are paid, against paying one after another: `npm run bench:pay [-- --memory]`.
# The last line is the ratio of both rates; exits 1 if it is below 20, 2 if nothing could be measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

PATH=${PATH}:${PWD}/../.state/bin
if ! command -v go >/dev/null; then
  echo 'bench: Go is not on the PATH. Bring it: bash setup.sh' >&2
  exit 2
fi
program=$(mktemp -d)
trap 'rm -rf "${program}"' EXIT
# Not by "go run", which makes every exit status a 1.
go build -o "${program}/pay" . || exit 2
"${program}/pay" "$@"
