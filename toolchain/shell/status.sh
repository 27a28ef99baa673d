# shellcheck shell=bash
# --check: what is there and what a run would do. It changes nothing.

status_print() {
  local tool
  printf 'Missing tools come from: %s\n\n' "${SOURCE}"
  status_row TOOL NEEDED FOUND 'WOULD BE'
  for tool in ${TOOLS}; do
    tool_plan "${tool}"
    status_row "${tool}" "$(tool_fact "${tool}" MINIMUM)" "${PLAN_VERSION:--}" "$(status_plan "${tool}")"
  done
  status_row 'npm packages' - - "$(if npm_packages_current; then echo 'used as they are'; else echo 'installed by npm ci'; fi)"
  printf '\nCluster:  %s\n' "$(cluster_check)"
  if [[ -n $(cluster_owner) && $(cluster_owner) != "${ROOT}" ]]; then
    printf 'Owner:    another clone, %s\n' "$(cluster_owner)"
  fi
  printf 'Stack:    %s\n' "$(if [[ -f $(stack_file) ]]; then echo "${STACK}"; else echo absent; fi)"
  if lock_alive "${LOCKS}/run"; then
    printf 'Running:  setup.sh, process %s, in %s\n' "$(lock_field pid "${LOCKS}/run")" "$(lock_field what "${LOCKS}/run")"
  fi
}

status_row() {
  printf '%-23s %-9s %-9s %s\n' "$@"
}

status_plan() {
  local dir
  case ${PLAN_FROM} in
    path) echo "used from the PATH: ${PLAN_PROGRAM}" ;;
    brew) echo "installed by brew: $(tool_fact "$1" FORMULA)" ;;
    release)
      dir="${CACHE}/release/${1%-language-nodejs}-$(tool_fact "$1" RELEASE)"
      if [[ $1 == docker ]]; then
        echo 'missed: install and start Docker'
      elif [[ -x $(release_program "$1" "${dir}") ]]; then
        echo "used from the cache: official release $(tool_fact "$1" RELEASE)"
      else
        echo "downloaded: official release $(tool_fact "$1" RELEASE)"
      fi
      ;;
    *)
      if [[ $1 == go || $1 == node ]]; then
        echo 'brought from package registries'
      elif [[ -x $(modules_path "$1") ]]; then
        echo 'used from the cache: built from package registries'
      else
        echo 'built from package registries'
      fi
      ;;
  esac
}
