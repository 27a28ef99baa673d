#!/usr/bin/env bash
# The tests of every Go module of the project's own, with the race detector.
# vet is asked with -race too: what the modules stand on is then built once for both.
# The last line counts them; exits 1 if one failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PATH=${PATH}:${PWD}/.state/bin
if ! command -v go >/dev/null; then
  echo 'Go is not on the PATH. Bring it: bash setup.sh' >&2
  exit 1
fi

events=$(mktemp)
trap 'rm -f "${events}"' EXIT
failed_modules=0
for module in apps/money apps/database apps/httpservice apps/identity apps/invoice-app apps/payment-provider bench chaos/history chaos/killer verify/probe; do
  echo "go test ${module}"
  (cd "${module}" && go vet -race ./... && go test -race -json ./...) >>"${events}" || failed_modules=1
done
# The provider that chaos must catch does pay twice.
(cd apps/payment-provider && go vet -race -tags nonidempotent ./... && go test -race -json -tags nonidempotent ./internal/ledger) >>"${events}" || failed_modules=1

# An event of a test of its own has "Test"; one without is a package that did not build or run.
count() { grep -c "\"Action\":\"$1\".*\"Test\":" "${events}" || true; }
if ((failed_modules)); then
  sed -nE 's/.*"Action":"(build-)?output".*"Output":"(.*)\\n"[}]$/\2/p' "${events}" | grep -vE '^(=== |--- PASS|PASS|ok )' | head -100
fi
failed=$(count fail)
if ((failed_modules && failed == 0)); then failed=1; fi
echo "go: $(count pass) passed, ${failed} failed"
((failed == 0))
