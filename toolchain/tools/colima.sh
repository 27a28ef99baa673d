# shellcheck shell=bash
# A Docker daemon of this project's own on macOS, for who has no Docker: colima's virtual
# machine `sre-challenge`. STATE/colima says that it is ours.

COLIMA_PROFILE=sre-challenge

# colima_bring installs and starts it. A Docker that is there but does not answer is the
# user's to start.
colima_bring() {
  local formula
  if path_program docker >/dev/null && [[ ! -f ${STATE}/colima ]]; then
    docker_silent
  fi
  for formula in "${DOCKER_FORMULA}" "${COLIMA_FORMULA}"; do
    brew_has "${formula}" || run_logged "installing ${formula} from brew" brew install "${formula}"
  done
  touch "${STATE}/colima"
  run_logged "starting a Docker daemon (colima)" \
    colima start --profile "${COLIMA_PROFILE}" --cpu 2 --memory 4 --activate=false
}

# docker_silent ends the run where Docker is installed and of no use.
docker_silent() {
  fail "Docker is installed, but its daemon does not answer, or it is older than ${DOCKER_MINIMUM}." \
    "Start it (Docker Desktop, colima start, or systemctl start docker), then run this again."
}

# colima_use points Docker's client to our daemon, if there is one. Where its socket is depends on
# colima's version and the user's settings; the context that colima makes says it.
colima_use() {
  local host
  [[ -f ${STATE}/colima ]] || return 0
  host=$(docker context inspect "colima-${COLIMA_PROFILE}" --format '{{.Endpoints.docker.Host}}' 2>/dev/null) || return 0
  export DOCKER_HOST="${host}"
}

# colima_remove removes its data too, for which newer versions want to be told.
colima_remove() {
  local flags=(--force)
  if [[ -f ${STATE}/colima ]] && type -P colima >/dev/null; then
    if colima delete --help 2>/dev/null | grep -q -e --data; then flags+=(--data); fi
    run_logged "removing the Docker daemon (colima)" colima delete --profile "${COLIMA_PROFILE}" "${flags[@]}"
  fi
}
