# shellcheck shell=bash
# Waiting for what becomes true by itself.

# wait_for SECONDS COMMAND... repeats COMMAND until it succeeds, and is quiet. After SECONDS it
# gives up with the last words and the status of COMMAND.
wait_for() {
  local deadline=$((SECONDS + $1)) said status
  shift
  until said=$("$@" 2>&1); do
    status=$?
    if ((SECONDS >= deadline)); then
      printf '%s\ngave up waiting for: %s\n' "${said}" "$*" >&2
      return "${status}"
    fi
    sleep 0.5
  done
}
