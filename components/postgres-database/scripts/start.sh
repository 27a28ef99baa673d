#!/usr/bin/env bash
# Runs the server on the data in PGDATA; makes them first where there are none.
#
# PGDATA                 folder of the data; whoever owns its parent runs this
# PGHOST                 folder of the Unix socket
# PGDATABASE             the database that is made together with the data
# OWNER_PASSWORD_FILE    what the role `owner`, which migrates, logs in with from now on
# SERVICE_PASSWORD_FILE  the same for the role `service`
set -euo pipefail

PATH=/usr/lib/postgresql/15/bin:${PATH}
scripts=$(dirname "${BASH_SOURCE[0]}")

# make_data makes all or nothing: whatever stops it half-way, PGDATA is not there yet.
make_data() {
  local new=${PGDATA}.new
  rm -rf "${new}"
  initdb --pgdata="${new}" --username=postgres --encoding=UTF8 --locale=C --data-checksums --auth=reject
  sql "${new}" <<SQL
CREATE ROLE owner LOGIN
CREATE ROLE service LOGIN
CREATE DATABASE "${PGDATABASE}" OWNER owner
SQL
  mv --no-target-directory "${new}" "${PGDATA}"
  sync "$(dirname "${PGDATA}")"
}

# set_roles takes up a password that was changed in its file, and takes back what somebody in the pod,
# where the server trusts whoever asks, has made of the roles and of the server.
set_roles() {
  local owner service attributes='NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS'
  owner=$(literal "${OWNER_PASSWORD_FILE}")
  service=$(literal "${SERVICE_PASSWORD_FILE}")
  rm -f "${PGDATA}/postgresql.auto.conf"
  sql "${PGDATA}" <<SQL
ALTER ROLE owner ${attributes} CREATEDB CONNECTION LIMIT -1 PASSWORD ${owner}
ALTER ROLE service ${attributes} NOCREATEDB CONNECTION LIMIT 80 PASSWORD ${service}
DO \$\$ DECLARE it text; BEGIN FOR it IN SELECT format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', datname) FROM pg_database LOOP EXECUTE it; END LOOP; END \$\$
DO \$\$ DECLARE it text; BEGIN FOR it IN SELECT format('REVOKE %s FROM %s CASCADE', roleid::regrole, member::regrole) FROM pg_auth_members WHERE member IN ('owner'::regrole, 'service'::regrole) LOOP EXECUTE it; END LOOP; END \$\$
GRANT pg_signal_backend TO owner
DELETE FROM pg_db_role_setting
SQL
}

# literal FILE prints its text as SQL does. An empty password would let nobody in, and say so late.
literal() {
  local text
  text=$(<"$1")
  [[ -n ${text} ]] || {
    echo "$1 is empty; expected a password" >&2
    return 1
  }
  printf "'%s'" "${text//\'/\'\'}"
}

# sql FOLDER runs statements, one in each line, before anybody can connect. Neither the prompts nor
# a statement that failed, which may hold a password, are printed.
sql() {
  postgres --single -D "$1" -c config_file="${scripts}/postgresql.conf" -c exit_on_error=on -c log_min_error_statement=panic postgres >/dev/null
}

# only_one waits for a server that still runs on the same volume: a pod that was deleted by force may
# be replaced before it has ended. The server keeps the lock as long as any process of it lives.
only_one() {
  exec 9>"${PGDATA}.lock"
  flock 9
}

main() {
  only_one
  [[ -e ${PGDATA}/PG_VERSION ]] || make_data
  # A volume that is handed to the pod's group may come with more rights than the server accepts.
  chmod 0700 "${PGDATA}"
  set_roles
  exec postgres -D "${PGDATA}" -c config_file="${scripts}/postgresql.conf" \
    -c hba_file="${scripts}/pg_hba.conf" -c unix_socket_directories="${PGHOST}"
}

main "$@"
