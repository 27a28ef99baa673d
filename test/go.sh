#!/usr/bin/env bash
# The tests of every Go module of the project's own, with the race detector, two modules at once:
# most of them wait for a database as long as they compute.
# vet is asked with -race too: what the modules stand on is then built once for both.
# The last line counts them; exits 1 if one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PATH=${PATH}:${PWD}/.state/bin
if ! command -v go >/dev/null; then
  echo 'Go is not on the PATH. Bring it: bash setup.sh' >&2
  exit 1
fi

# Each with its build tag, those that take long first. The provider that chaos must catch does pay twice.
modules='
apps/invoice-app -
apps/payment-provider -
apps/httpservice -
apps/database -
apps/payment-provider nonidempotent ./internal/ledger
apps/identity -
chaos/history -
bench -
apps/money -
chaos/killer -
verify/probe -
'

events=$(mktemp -d)
export events
trap 'rm -rf "${events}"' EXIT

# test_module MODULE TAG [PACKAGES] leaves its events in a file of its own, that says so if it failed.
test_module() {
  local folder=$1 tag=$2 packages=${3:-./...} file
  echo "go test ${folder}${3:+ with ${tag}}"
  file=$(mktemp "${events}/XXXXXX")
  (cd "${folder}" && go vet -race -tags "${tag#-}" ./... && go test -race -json -tags "${tag#-}" "${packages}") \
    >"${file}" 2>&1 || { mv "${file}" "${file}.failed" && return 1; }
}
export -f test_module

failed_modules=0
grep . <<<"${modules}" | xargs -P 2 -L 1 bash -c 'test_module "$@"' bash || failed_modules=1

# An event of a test of its own has "Test"; one without is a package that did not build or run.
count() { cat "${events}"/* | grep -c "\"Action\":\"$1\".*\"Test\":" || true; }
if ((failed_modules)); then
  cat "${events}"/*.failed |
    sed -nE -e '/^[{]/!{p;d;}' -e 's/.*"Action":"(build-)?output".*"Output":"(.*)\\n"[}]$/\2/p' |
    grep -vE '^(=== |--- PASS|PASS|ok )' | head -100
fi
failed=$(count fail)
if ((failed_modules && failed == 0)); then failed=1; fi
echo "go: $(count pass) passed, ${failed} failed"
((failed == 0))
