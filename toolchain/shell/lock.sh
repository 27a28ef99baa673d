# shellcheck shell=bash
# One run at a time, and one cluster, for each user of a machine. The lock is a file that
# appears complete (by `ln`), with the holder's process and when that was started; beside
# it stand the command that the holder runs and the clone that owns the cluster.

LOCKS="${SRE_CHALLENGE_LOCKS:-/tmp/sre-challenge-${UID}}"
LOCK_HELD=

lock_acquire() {
  local tries=5
  until lock_take; do
    if lock_alive "${LOCKS}/run"; then
      fail "another setup.sh works on this machine (process $(lock_field pid "${LOCKS}/run"), in $(lock_field what "${LOCKS}/run"))." \
        "Wait until it ends, then run this again."
    fi
    lock_clear_stale
    tries=$((tries - 1))
    ((tries > 0)) || fail "the lock ${LOCKS}/run cannot be written." "See that ${LOCKS%/*} has space left, then run this again."
  done
  LOCK_HELD=yes
  lock_end_children
}

lock_take() {
  local mine="${LOCKS}/run.$$" taken=0
  locks_open
  lock_entry "$$" "${ROOT}" 2>/dev/null >"${mine}" && ln "${mine}" "${LOCKS}/run" 2>/dev/null || taken=1
  rm -f "${mine}"
  return "${taken}"
}

lock_release() {
  [[ -n ${LOCK_HELD} ]] || return 0
  LOCK_HELD=
  rm -f "${LOCKS}/run"
  rmdir "${LOCKS}" 2>/dev/null || true
}

# /tmp is everyone's: only a folder of our own that nobody else can enter will do.
locks_open() {
  mkdir -m 700 "${LOCKS}" 2>/dev/null || true
  if [[ -L ${LOCKS} || ! -d ${LOCKS} || ! -O ${LOCKS} ]]; then
    fail "${LOCKS} is not a folder of yours." "Remove it, or ask its owner to; then run this again."
  fi
  chmod 700 "${LOCKS}"
}

# lock_entry PID WHAT prints an entry of key=value lines; lock_field KEY FILE reads one.
lock_entry() {
  printf 'pid=%s\nstart=%s\nwhat=%s\n' "$1" "$(process_start "$1")" "$2"
}

lock_field() {
  sed -n "s/^$1=//p" "$2" 2>/dev/null || true
}

# lock_alive FILE: the process that FILE names still runs, and is not another with its number.
lock_alive() {
  local pid start
  pid=$(lock_field pid "$1")
  start=$(lock_field start "$1")
  [[ -n ${pid} && -n ${start} && $(process_start "${pid}") == "${start}" ]]
}

# lock_clear_stale removes the lock of a process that is gone. If another run was faster,
# the lock that was moved aside is that run's and is put back.
lock_clear_stale() {
  local aside="${LOCKS}/stale.$$"
  mv "${LOCKS}/run" "${aside}" 2>/dev/null || return 0
  if lock_alive "${aside}"; then
    ln "${aside}" "${LOCKS}/run" 2>/dev/null || true
  fi
  rm -f "${aside}"
}

lock_record_child() {
  [[ -n ${LOCK_HELD} ]] || return 0
  lock_entry "$1" "$2" >"${LOCKS}/new.$$"
  mv -f "${LOCKS}/new.$$" "${LOCKS}/child.$1"
}

lock_forget_child() {
  [[ -z ${LOCK_HELD} ]] || rm -f "${LOCKS}/child.$1"
}

# lock_end_children ends the commands that are on record and still run: this run's at an
# interrupt, or those of a setup.sh that was killed, which beside a second one would spoil
# the stack or the cluster.
lock_end_children() {
  local child
  for child in "${LOCKS}"/child.*; do
    if lock_alive "${child}"; then
      note "ending what still runs: $(lock_field what "${child}")"
      group_end "$(lock_field pid "${child}")" "$(lock_field what "${child}")"
    fi
    rm -f "${child}"
  done
}

# cluster_owner prints the clone whose cluster stands on this machine, if any.
cluster_owner() {
  lock_field clone "${LOCKS}/owner"
}

cluster_own() {
  printf 'clone=%s\nsource=%s\n' "${ROOT}" "${SOURCE}" >"${LOCKS}/owner.$$"
  mv -f "${LOCKS}/owner.$$" "${LOCKS}/owner"
  printf '%s\n' "${SOURCE}" >"${STATE}/source"
}

cluster_disown() {
  rm -f "${LOCKS}/owner"
}
