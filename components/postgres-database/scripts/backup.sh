#!/usr/bin/env bash
# Dumps the database into a file of its own and keeps the newest ones; see connect.sh.
set -euo pipefail

# shellcheck source=scripts/connect.sh
source "$(dirname "${BASH_SOURCE[0]}")/connect.sh"

keep=7

# dump FILE has its whole content under that name or is not there.
dump() {
  local partial=${BACKUP_DIR}/.partial
  rm -f "${partial}"*
  # No service keeps large objects; the owner may not read those that somebody makes all the same.
  pg_dump --format=custom --no-blobs --file="${partial}"
  pg_restore --list "${partial}" >/dev/null
  sync "${partial}"
  mv "${partial}" "$1"
  sync "${BACKUP_DIR}"
}

# prune removes the oldest dumps.
prune() {
  local dumps=("${BACKUP_DIR}/${PGDATABASE}"-*.dump)
  local surplus=$((${#dumps[@]} - keep))
  ((surplus <= 0)) || rm -- "${dumps[@]:0:surplus}"
}

main() {
  local file
  one_at_a_time
  use_password
  await_server
  file=${BACKUP_DIR}/${PGDATABASE}-$(date -u +%Y%m%dT%H%M%S.%NZ).dump
  dump "${file}"
  prune
  echo "dumped ${PGDATABASE} into ${file}"
}

main "$@"
