#!/usr/bin/env bash
# Every script through shellcheck.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

if ! command -v shellcheck >/dev/null; then
  echo 'shellcheck is not on the PATH. Bring it: apt-get install shellcheck, or brew install shellcheck' >&2
  exit 1
fi
{
  git ls-files --cached --others --exclude-standard '*.sh'
  printf '%s\n' .ci/run toolchain/docker/runc-limited toolchain/base-image/root/usr/local/bin/entrypoint
} | xargs shellcheck --external-sources --source-path=SCRIPTDIR/..
