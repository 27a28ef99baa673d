# shellcheck shell=bash disable=SC2034,SC2153  # what is in capitals here, other parts read or set
# What --login, --logout and --break-glass take, checked before anything is done; whether there is
# such a team, the stack says.

person_arguments_check() {
  case ${MODE} in
    login)
      team_name_check
      [[ -z ${REASON}${MINUTES} ]] || usage_error "--reason and --minutes go with --break-glass"
      person_check
      ;;
    logout)
      [[ -z ${TEAM} ]] || team_name_check
      [[ -z ${PERSON}${REASON}${MINUTES} ]] || usage_error "--logout takes no --as, --reason or --minutes"
      ;;
    *)
      team_name_check
      reason_check
      minutes_check
      person_check
      ;;
  esac
}

team_name_check() {
  [[ -n ${TEAM} ]] || usage_error "--${MODE} needs the name of a team"
  in_ascii "${TEAM}" '^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$' || usage_error "--${MODE}: \"$(shown "${TEAM}")\" is no name of a team"
}

# team_check LIST
team_check() {
  one_of "${TEAM}" "$1" || usage_error "--${MODE}: unknown team \"${TEAM}\"; expected one of: $1"
}

# A name of AWS's sessions has 2 characters or more. A certificate's common name has 64 at
# most, and break-glass:TEAM: stands before the name.
person_check() {
  local from=--as longest=$((64 - 13 - ${#TEAM}))
  if [[ -z ${PERSON} ]]; then
    PERSON=${USER:-$(id -un)}
    from='your name on this machine'
  fi
  in_ascii "${PERSON}" "^[a-z0-9][a-z0-9._-]{1,$((longest - 1))}\$" || usage_error "${from}: \"$(shown "${PERSON}")\" is no name that an audit log can show; give --as with 2 to ${longest} of a-z, 0-9, dot, dash and underscore, a letter or digit first"
}

# A reason is read on terminals: what could command one is not let in.
reason_check() {
  [[ -n ${REASON} ]] || usage_error "--break-glass needs --reason TEXT, in 10 to 200 characters"
  in_ascii "${REASON}" '^[ -~]{10,200}$' || usage_error "--reason: \"$(shown "${REASON}")\" is no reason; expected 10 to 200 printable ASCII characters"
}

minutes_check() {
  : "${MINUTES:=60}"
  in_ascii "${MINUTES}" '^([1-5][0-9]|60)$' || usage_error "--minutes: \"$(shown "${MINUTES}")\" is not a number from 10 to 60"
}

# in_ascii TEXT PATTERN matches whatever the language of the terminal is.
in_ascii() (
  LC_ALL=C
  [[ $1 =~ $2 ]]
)

# shown TEXT prints it without what could command a terminal, and not more than a line of it.
shown() (
  LC_ALL=C
  printf '%.60s' "$(printf '%s' "$1" | tr -c '[:print:]' '?')"
)
