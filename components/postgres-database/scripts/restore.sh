#!/usr/bin/env bash
# Puts the newest dump into the place of the database, or of the one that is lost; see connect.sh.
# The dump is read into a new database, which then takes the name: whatever stops this half-way,
# the database is either the former one or the restored one, and a second run ends well.
set -euo pipefail

# shellcheck source=scripts/connect.sh
source "$(dirname "${BASH_SOURCE[0]}")/connect.sh"

restored=${PGDATABASE}_restored
replaced=${PGDATABASE}_replaced
tries=10

# sql runs statements from stdin in a database that is always there.
sql() {
  PGOPTIONS='--client-min-messages=warning' psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres \
    --set=name="${PGDATABASE}" --set=restored="${restored}" --set=replaced="${replaced}" "$@" >/dev/null
}

newest_dump() {
  local dumps=("${BACKUP_DIR}/${PGDATABASE}"-*.dump)
  [[ -e ${dumps[-1]} ]] || {
    echo "there is no ${BACKUP_DIR}/${PGDATABASE}-*.dump to restore; run the backup job" >&2
    return 1
  }
  printf '%s\n' "${dumps[-1]}"
}

remove_leavings() {
  sql <<'SQL'
DROP DATABASE IF EXISTS :"restored" WITH (FORCE);
DROP DATABASE IF EXISTS :"replaced" WITH (FORCE);
SQL
}

# read_dump FILE
read_dump() {
  sql <<'SQL'
CREATE DATABASE :"restored" TEMPLATE template0;
REVOKE TEMPORARY ON DATABASE :"restored" FROM PUBLIC;
SQL
  pg_restore --exit-on-error --single-transaction --dbname="${restored}" "$1"
}

# swap fails if a client comes back between being sent away and the change of the name.
swap() {
  sql --single-transaction --file=- <<'SQL'
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = :'name' AND usename IN ('owner', 'service');
SELECT format('ALTER DATABASE %I RENAME TO %I', datname, :'replaced')
  FROM pg_database WHERE datname = :'name' \gexec
ALTER DATABASE :"restored" RENAME TO :"name";
SQL
}

swap_against_clients() {
  local try
  for ((try = 1; try < tries; try++)); do
    swap && return
  done
  swap
}

main() {
  local file
  one_at_a_time
  file=$(newest_dump)
  use_password
  await_server
  remove_leavings
  read_dump "${file}"
  swap_against_clients
  remove_leavings
  echo "restored ${PGDATABASE} from ${file}"
}

main "$@"
