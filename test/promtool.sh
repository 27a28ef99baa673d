#!/usr/bin/env bash
# The alert rules through promtool: their syntax, and their own unit tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../docs"

if ! command -v promtool >/dev/null; then
  echo 'promtool is not on the PATH. Bring it: apt-get install --no-install-recommends prometheus' \
    '(and systemctl disable --now prometheus), or brew install prometheus' >&2
  exit 1
fi
promtool check rules alerts.yaml
promtool test rules alerts.test.yaml
