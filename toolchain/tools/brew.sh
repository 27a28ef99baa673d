# shellcheck shell=bash
# Tools from Homebrew.

brew_bring() {
  local tool=$1 formula
  formula=$(tool_fact "${tool}" FORMULA)
  path_program brew >/dev/null || fail "${tool} $(tool_fact "${tool}" MINIMUM) or newer is missing, and brew too." \
    "Install Homebrew from https://brew.sh, or put ${tool} on the PATH; then run this again."
  case ${tool} in
    docker) colima_bring ;;
    *) brew_newest "${formula}" ;;
  esac
  bin_link "${tool}" "$(brew --prefix "${formula}")/bin"
  if [[ ${tool} == docker ]]; then colima_use; fi
}

# brew_newest FORMULA: one that is there already is not new enough, or it would not be brought.
brew_newest() {
  if brew_has "$1"; then
    run_logged "bringing a newer $1 from brew" brew upgrade "$1"
  else
    run_logged "installing $1 from brew" brew install "$1"
  fi
}

brew_has() {
  brew list --versions "$1" >/dev/null 2>&1
}
