# shellcheck shell=bash
# What a person sees. It goes to file descriptor 3, so that `$(…)` takes results only;
# the output of commands goes to LOG.

LOG=/dev/null
LOG_FROM=0
STEPS_TOTAL=0
STEPS_DONE=0
HEARTBEAT_DUE=0
ASIDE=

# steps N says how many times `step` will be called.
steps() {
  STEPS_TOTAL=$1
  STEPS_DONE=0
}

step() {
  STEPS_DONE=$((STEPS_DONE + 1))
  printf '[%d/%d] %s\n' "${STEPS_DONE}" "${STEPS_TOTAL}" "$1" >&3
  printf '\n== %s\n' "$1" >>"${LOG}"
}

note() {
  printf '      %s\n' "$1" >&3
  [[ ${GROUP} == inside ]] || printf -- '-- %s\n' "$1" >>"${LOG}"
}

# fail WHAT REMEDY ends the run with 1.
fail() {
  printf '\nsetup.sh: %s\n' "$1" >&2
  printf '  %s\n' "$2" >&2
  exit 1
}

# log_open starts this run's part of the one log.
log_open() {
  LOG="${STATE}/setup.log"
  printf '\n######## %s  bash setup.sh %s\n' "$(date '+%Y-%m-%d %H:%M:%S %z')" "$*" >>"${LOG}"
}

# run_logged WHAT COMMAND… runs a program or function with its output in the log, and
# says WHAT and for how long. A failure ends the run. Inside another run_logged it only
# runs the command.
run_logged() {
  local what=$1
  shift
  if [[ -n ${GROUP} ]]; then
    "$@"
    return
  fi
  attempt "${what}" "$@"
  [[ ${GROUP_STATUS} -eq 0 ]] || fail_with_log "${what}"
}

# run_shown is run_logged for a command whose output is the result: it is shown at the end.
run_shown() {
  local what=$1
  shift
  attempt "${what}" "$@"
  log_of_last_command >&3
  [[ ${GROUP_STATUS} -eq 0 ]] || fail_with_log "${what}"
}

# attempt is run_logged that leaves the exit status in GROUP_STATUS instead of ending the run.
attempt() {
  local what=$1 since=${SECONDS}
  shift
  printf '$ %s\n' "$*" >>"${LOG}"
  LOG_FROM=$(wc -c <"${LOG}")
  group_start "${what}" "$@"
  group_wait still_running "${what}" "${since}"
  attempt_ended "${what}" "${since}"
}

attempt_ended() {
  clear_line
  printf '      %s (%d s)\n' "$1" "$((SECONDS - $2))" >&3
}

# aside WHAT COMMAND… starts a command that nothing needs before aside_end, which waits for it
# like run_logged.
aside() {
  local log=${LOG} what=$1
  note "${what}, beside the next step"
  LOG=${log}.aside
  : >"${LOG}"
  group_start "$@"
  LOG=${log}
  ASIDE=${GROUP} ASIDE_WHAT=${what}
  GROUP=
}

aside_end() {
  local since=${SECONDS}
  [[ -n ${ASIDE} ]] || return 0
  GROUP=${ASIDE}
  ASIDE=
  group_wait still_running "${ASIDE_WHAT}" "${since}"
  LOG_FROM=$(wc -c <"${LOG}")
  cat "${LOG}.aside" >>"${LOG}"
  rm -f "${LOG}.aside"
  attempt_ended "${ASIDE_WHAT}, the rest" "${since}"
  [[ ${GROUP_STATUS} -eq 0 ]] || fail_with_log "${ASIDE_WHAT}"
}

log_of_last_command() {
  tail -c "+$((LOG_FROM + 1))" "${LOG}"
}

# still_running is called about ten times a second while a command runs: on a terminal one
# line is written over, elsewhere a line comes each 15 s.
still_running() {
  local what=$1 elapsed=$((SECONDS - $2))
  if [[ -t 3 ]]; then
    ((elapsed < 1)) || printf '\r\033[K      %s: %d s' "${what}" "${elapsed}" >&3
  elif ((elapsed >= HEARTBEAT_DUE)); then
    ((elapsed < 15)) || printf '      still %s (%d s)\n' "${what}" "${elapsed}" >&3
    HEARTBEAT_DUE=$((elapsed / 15 * 15 + 15))
  fi
}

clear_line() {
  HEARTBEAT_DUE=0
  [[ ! -t 3 ]] || printf '\r\033[K' >&3
}

fail_with_log() {
  end_of_log "$1"
  where_to_go_on
}

# end_of_log WHAT says that it failed, and shows the end of its output.
end_of_log() {
  printf '\nsetup.sh: %s failed (exit %d). The end of its output:\n' "$1" "${GROUP_STATUS}" >&2
  log_of_last_command | tail -n 15 | sed 's/^/  | /' >&2
}

# where_to_go_on ends the run with 1.
where_to_go_on() {
  printf '  The whole log: %s\n' "${LOG}" >&2
  printf '  Mend what it says, then run setup.sh again: it goes on from there.\n' >&2
  exit 1
}
