# shellcheck shell=bash disable=SC2153  # setup.sh sets what is in capitals
# A Docker daemon of this clone's own, for root on Linux where no Docker answers. It has processes and
# mounts of its own, so that all it runs ends with it. It changes neither the host's firewall nor
# ip_forward; a bridge for each of its networks is there while it runs.

# Short, since the path of a socket is bounded; in /run, since it dies with the host.
DAEMON_RUN=/run/sre-challenge
DAEMON_DATA=${STATE}/docker
DAEMON_SOCKET=unix://${DAEMON_RUN}/docker.sock
DAEMON_CGROUP=sre-challenge
DAEMON_BRIDGE=sre-challenge1
# NODE_SUBNET chooses another range for the nodes; a cluster keeps what it was made with.
[[ ! -s ${STATE}/subnet ]] || NODE_SUBNET=$(<"${STATE}/subnet")
: "${NODE_SUBNET:=192.168.49}"

# daemon_choose decides whether the daemon is one of ours: where no other answers, and once a clone has
# one, until --destroy. It does so once a run: with DOCKER_HOST set, Docker answers at ours.
daemon_choose() {
  DAEMON_IS_OURS=
  if [[ ${SOURCE} == modules ]] && { [[ -d ${DAEMON_DATA} ]] || ! docker_answers; }; then
    DAEMON_IS_OURS=yes
    export DOCKER_HOST="${DAEMON_SOCKET}"
  fi
}

daemon_is_ours() { [[ -n ${DAEMON_IS_OURS} ]]; }

# daemon_lives tells whether one runs on this host, of whatever clone.
daemon_lives() { daemon_process >/dev/null; }

# daemon_process prints the process id of what holds it; fails if it is not up.
daemon_process() {
  local pid
  pid=$(cat "${DAEMON_RUN}/daemon.pid" 2>/dev/null) || return 1
  tr '\0' '\n' 2>/dev/null <"/proc/${pid}/cmdline" | grep -qxF -- "${DAEMON_SOCKET}" || return 1
  printf '%s\n' "${pid}"
}

# daemon_is_left: one runs whose data are not this clone's, or were deleted; it goes before the next starts.
daemon_is_left() { daemon_is_ours && daemon_lives && [[ ! -d ${DAEMON_DATA} ]]; }

daemon_up() {
  if ! daemon_is_left && daemon_lives && docker version >/dev/null 2>&1; then return; fi
  run_logged "starting a Docker daemon" daemon_start
}

daemon_start() {
  local flags=()
  daemon_end
  (umask 077 && mkdir -p "${DAEMON_RUN}" "${DAEMON_DATA}")
  printf '%s\n' "${NODE_SUBNET}" >"${STATE}/subnet"
  if daemon_is_limited; then
    flags=(--add-runtime "limited=${ROOT}/toolchain/docker/runc-limited" --default-runtime limited)
  fi
  # shellcheck disable=SC2016  # the inner shell expands it: its own process id
  PATH="$(docker_programs):${PATH}" setsid bash -c 'echo $$ >"$1"; shift; exec "$@"' bash "${DAEMON_RUN}/daemon.pid" \
    unshare --mount --pid --fork --kill-child --mount-proc tini-static -s -- \
    dockerd --host "${DAEMON_SOCKET}" --data-root "${DAEMON_DATA}" --exec-root "${DAEMON_RUN}/exec" \
    --pidfile "${DAEMON_RUN}/exec.pid" --cgroup-parent "/${DAEMON_CGROUP}" --default-cgroupns-mode private \
    --bridge=none --iptables=false --ip6tables=false --ip-forward=false --log-level=warn ${flags[@]+"${flags[@]}"} \
    </dev/null >>"${STATE}/docker.log" 2>&1 3>&- &
  wait_for 60 docker version
}

# daemon_is_limited: CAP_SYS_RESOURCE (24) is not to be had here.
daemon_is_limited() {
  local bounding
  bounding=$(sed -n 's/^CapBnd:\t//p' /proc/self/status)
  (((0x${bounding} >> 24 & 1) == 0))
}

# daemon_end ends it with all that it runs, and removes what it, or one that was killed, has left.
daemon_end() {
  local pid
  if pid=$(daemon_process); then
    kill -KILL "${pid}"
    while daemon_lives; do sleep 0.2; done
  fi
  daemon_links_remove
  wait_for 20 daemon_cgroups_remove
  rm -rf "${DAEMON_RUN}"
}

# daemon_links_remove: a container's pair outlives it while a connection in its network still ends.
daemon_links_remove() {
  local link
  for link in "/sys/class/net/${DAEMON_BRIDGE}/brif"/*; do
    [[ ! -e ${link} ]] || ip link delete "${link##*/}" 2>/dev/null || true
  done
  ip link delete "${DAEMON_BRIDGE}" 2>/dev/null || true
}

# daemon_cgroups_remove: the kubelet refuses to start beside the groups of pods that were killed.
daemon_cgroups_remove() {
  local group
  for group in /sys/fs/cgroup/*/"${DAEMON_CGROUP}" "/sys/fs/cgroup/${DAEMON_CGROUP}"; do
    [[ ! -d ${group} ]] || find "${group}" -depth -type d -exec rmdir {} +
  done
}

# daemon_network_make makes the nodes' network, which Minikube finds by its name; its bridge has a name
# by which one that a killed daemon left is known.
daemon_network_make() {
  docker network inspect "${PROFILE}" >/dev/null 2>&1 || docker network create --subnet "${NODE_SUBNET}.0/24" \
    --gateway "${NODE_SUBNET}.1" --opt "com.docker.network.bridge.name=${DAEMON_BRIDGE}" "${PROFILE}"
}

# daemon_preflight stops with a remedy where the nodes' addresses are another's.
daemon_preflight() {
  ! ip -4 -o addr show to "${NODE_SUBNET}.0/24" | grep -vwq "${DAEMON_BRIDGE}" ||
    fail "the address range ${NODE_SUBNET}.0/24 is in use on this machine." \
      "Choose another: NODE_SUBNET=192.168.77 bash setup.sh"
}

daemon_down() {
  daemon_end
  rm -rf "${DAEMON_DATA}"
}
