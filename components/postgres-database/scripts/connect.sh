# shellcheck shell=bash
# How the jobs reach the database; read by backup.sh and restore.sh.
#
# PGHOST, PGPORT, PGUSER, PGDATABASE  as libpq takes them
# PASSWORD_FILE                       the password file as it is mounted
# BACKUP_DIR                          folder of the dumps: <database>-<UTC time>.dump

PATH=/usr/lib/postgresql/15/bin:${PATH}
LC_ALL=C # dumps sort by their time
umask 077

# The most time that the server, or the policy that lets a new pod through, may take, in seconds.
patience=${PATIENCE:-60}

# one_at_a_time waits until no other backup or restore of the database runs: each removes what one
# before it left, and so would take away what another is at. The lock goes with the last process.
one_at_a_time() {
  exec 9>"${BACKUP_DIR}/.lock"
  flock --nonblock 9 && return
  echo "another backup or restore of ${PGDATABASE} runs; waiting for its end"
  flock 9
}

# use_password gives libpq a copy of its own: it ignores a file that a group may read, and mounted
# Secrets are such. /tmp is in memory.
use_password() {
  PGPASSFILE=$(mktemp)
  trap 'rm -f "${PGPASSFILE}"' EXIT
  cat "${PASSWORD_FILE}" >"${PGPASSFILE}"
  export PGPASSFILE
}

await_server() {
  local deadline=$((SECONDS + patience))
  until pg_isready --quiet --dbname=postgres; do
    if ((SECONDS >= deadline)); then
      echo "no answer from ${PGHOST} within ${patience} s" >&2
      return 1
    fi
    sleep 1
  done
}
