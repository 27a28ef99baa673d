#!/usr/bin/env bash
# Every fuzz target of the Go modules, one after the other: bash test/fuzz.sh [TIME], 1m unless given.
# What it finds is in the package's testdata/fuzz, a test from then on. Exits 1 if it found something.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PATH=${PATH}:${PWD}/.state/bin
if ! command -v go >/dev/null; then
  echo 'Go is not on the PATH. Bring it: bash setup.sh' >&2
  exit 1
fi

passed=0
failed=0
while IFS=: read -r file target; do
  echo "${file}: ${target}"
  if (cd "$(dirname "${file}")" && go test -run '^$' -fuzz "^${target}\$" -fuzztime "${1:-1m}" .); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
  fi
done < <(git grep --untracked -oE '^func Fuzz[A-Za-z0-9_]+' -- '*_test.go' | sed 's/func //' || true)
echo "fuzz: ${passed} passed, ${failed} failed"
((passed > 0 && failed == 0))
