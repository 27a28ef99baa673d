# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# PostgreSQL as an image with the names of the official one: its programs in
# /usr/lib/postgresql/<major>/bin and on the PATH, its user postgres with the id 999. The programs are
# Debian's.

POSTGRES_MAJOR=15
POSTGRES_PACKAGES=postgresql-${POSTGRES_MAJOR}
POSTGRES_PROGRAMS=/usr/lib/postgresql/${POSTGRES_MAJOR}/bin
POSTGRES_USER_ID=999

postgres_archive() { system_archive postgres "${POSTGRES_PACKAGES}" "$(declare -f postgres_strip)"; }

postgres_bring() {
  local archive
  archive=$(postgres_archive)
  built "${archive}" ||
    run_logged "fetching Debian with PostgreSQL" system_build "${archive}" "${POSTGRES_PACKAGES}" postgres_strip
}

# systems_bring sees to it that all that comes from Debian is in the cache.
systems_bring() {
  debian_bring
  postgres_bring
}

# postgres_strip FOLDER gives the user its id and takes out what no database needs: the
# cluster that the package made, the compiler of queries (which PostgreSQL goes without), Perl,
# locales beside C's, documents and package lists.
postgres_strip() {
  local folder=$1
  chroot "${folder}" usermod --uid "${POSTGRES_USER_ID}" postgres
  chroot "${folder}" groupmod --gid "${POSTGRES_USER_ID}" postgres
  rm -rf "${folder}"/{etc/postgresql,var/lib/postgresql,var/log/postgresql}/* \
    "${folder}"/usr/lib/*/{libLLVM*,libz3*,perl,perl-base} "${folder}"/usr/share/{perl,i18n} "${folder}"/usr/lib/postgresql/*/lib/{llvmjit.so,bitcode} \
    "${folder}"/usr/share/{doc,man,locale,info} "${folder}"/var/{cache,log}/* "${folder}"/var/lib/dpkg/info
}
