#!/usr/bin/env bash
# The tests of every Go module of the project's own, with the race detector, two modules at once, and
# four packages of a module: most of them wait for a database as long as they compute.
# Before them comes vet, with -race too and one module after another: what the modules stand on is
# then built once for all.
# The last line counts them; exits 1 if one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PATH=${PATH}:${PWD}/.state/bin
# What debuggers read: a sixth of the time from an empty cache, and no test reads it.
export GOFLAGS="${GOFLAGS:+${GOFLAGS} }-gcflags=all=-dwarf=false"
if ! command -v go >/dev/null; then
  echo 'Go is not on the PATH. Bring it: bash setup.sh' >&2
  exit 1
fi

# Each with its build tag, those that take long first. The provider that chaos must catch does pay twice.
modules='
apps -
apps nonidempotent ./payment-provider/internal/ledger
chaos/history -
bench -
chaos/killer -
verify/probe -
'

events=$(mktemp -d)
export events
trap 'rm -rf "${events}"' EXIT

# of_module FOLDER COMMAND... leaves what it says in a file of its own, which tells by its name if it failed.
of_module() {
  local folder=$1 file
  shift
  file=$(mktemp "${events}/XXXXXX")
  (cd "${folder}" && "$@") >"${file}" 2>&1 || { mv "${file}" "${file}.failed" && return 1; }
}

test_module() {
  echo "go test $1${3:+ with $2}"
  of_module "$1" go test -race -json -p 4 -tags "${2#-}" "${3:-./...}"
}
export -f of_module test_module

failed_modules=0
while read -r folder tag _; do
  of_module "${folder}" env GOGC=off GOMEMLIMIT=1GiB go vet -race -tags "${tag#-}" ./... || failed_modules=1
done < <(grep . <<<"${modules}")
# These run among the long tests.
of_module apps go vet -race -tags schemathesis ./invoice-app ./payment-provider || failed_modules=1
grep . <<<"${modules}" | xargs -P 2 -L 1 bash -c 'test_module "$@"' bash || failed_modules=1

# An event of a test of its own has "Test"; one without is a package that did not build or run.
count() { cat "${events}"/* | grep -c "\"Action\":\"$1\".*\"Test\":" || true; }

# What did not build, and what failed tests and packages said: one that passed in the same module is not shown.
failures() {
  local failed='s/.*"Action":"fail",("Package":"[^"]*",)("Test":"[^"]*",)?.*/\1\2"Output"/p'
  grep -hv '^{' "${events}"/*.failed || true
  {
    grep -hF '"Action":"build-output"' "${events}"/*.failed || true
    grep -hF -f <(sed -nE "${failed}" "${events}"/*.failed) "${events}"/*.failed || true
  } | sed -nE -e '/"Output":"(=== |--- PASS|PASS|ok )/d' -e 's/.*"Output":"(.*)\\n"[}]$/\1/p'
}

if ((failed_modules)); then failures | awk 'NR <= 100'; fi
failed=$(count fail)
if ((failed_modules && failed == 0)); then failed=1; fi
echo "go: $(count pass) passed, ${failed} failed"
((failed == 0))
