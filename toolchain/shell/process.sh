# shellcheck shell=bash disable=SC2034  # what is set here, other parts read
# Commands in process groups of their own: an interrupt reaches all of one, and nothing else.

GROUP=
GROUP_STATUS=0

# group_start WHAT COMMAND… starts it with its output in LOG.
group_start() {
  local what=$1
  shift
  set -m
  (
    GROUP=inside
    exec </dev/null >>"${LOG}" 2>&1 3>&1
    "$@"
  ) &
  GROUP=$!
  set +m
  lock_record_child "${GROUP}" "${what}"
}

# group_wait [TICK…] waits for it, calls TICK… now and then, and leaves its exit status
# in GROUP_STATUS.
group_wait() {
  local pause=0.02
  while kill -0 "${GROUP}" 2>/dev/null; do
    sleep "${pause}"
    pause=0.1
    "$@"
  done
  GROUP_STATUS=0
  wait "${GROUP}" 2>/dev/null || GROUP_STATUS=$?
  lock_forget_child "${GROUP}"
  GROUP=
}

# group_end ID WHAT ends all of it: politely, so that Pulumi can finish what it has begun,
# then by force.
group_end() {
  local signal seconds
  for signal in INT:30 TERM:5 KILL:5; do
    seconds=$((SECONDS + ${signal#*:}))
    kill -s "${signal%:*}" -- "-$1" 2>/dev/null || return 0
    while kill -0 -- "-$1" 2>/dev/null && ((SECONDS < seconds)); do
      sleep 0.2
    done
    kill -0 -- "-$1" 2>/dev/null || return 0
  done
  note "$2 (process group $1) does not end"
}

# interruptible COMMAND… runs a program that can be interrupted. Where a shell has started
# this in the background, all of it ignores SIGINT, and no shell can take that back. Pulumi
# interrupts its language host at the end, and waits 5 s for one that ignores it.
interruptible() {
  if env --default-signal=INT >/dev/null 2>&1; then
    env --default-signal=INT "$@"
  else
    "$@"
  fi
}

# process_start PID prints when it was started, in a form that never changes while it lives;
# nothing if there is no such process.
process_start() {
  local stat
  if [[ -r /proc/self/stat ]]; then
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    # shellcheck disable=SC2086  # the fields after the program's name, which may have blanks
    set -- ${stat##*) }
    (($# >= 20)) || return 0 # it ended between the two
    printf '%s\n' "${20}"
  else
    LC_ALL=C TZ=UTC0 ps -o lstart= -p "$1" 2>/dev/null || true
  fi
}

# within SECONDS COMMAND… runs a quick question; 124 if it takes longer.
within() {
  local pid deadline=$((SECONDS + $1))
  shift
  set -m
  "$@" 3>&- &
  set +m
  pid=$!
  while kill -0 "${pid}" 2>/dev/null; do
    if ((SECONDS >= deadline)); then
      kill -s KILL -- "-${pid}" 2>/dev/null || true
      wait "${pid}" 2>/dev/null || true
      return 124
    fi
    sleep 0.02
  done
  wait "${pid}"
}
