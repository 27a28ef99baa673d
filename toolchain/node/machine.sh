# shellcheck shell=bash
# The node's machine: a Debian system with its own systemd, processes, mounts and
# network, booted by systemd-nspawn from NODE_ROOT. All that it leaves on the host
# while it runs is a veth pair, one route and a cgroup; they go with it.

NODE_ROOT=${STATE}/node/root
# What the pods' volumes hold outlives the node's root.
NODE_VOLUMES=${STATE}/node/volumes
# Short, since the path of a socket is bounded; in /run, since it dies with the host.
NODE_RUN=/run/sre-challenge
# NODE_SUBNET chooses another range; the cluster keeps what it was made with.
NODE_SUBNET_FILE=${STATE}/node/subnet
[[ ! -s ${NODE_SUBNET_FILE} ]] || NODE_SUBNET=$(<"${NODE_SUBNET_FILE}")
: "${NODE_SUBNET:=192.168.49}"
NODE_NAME=sre-challenge
NODE_HOST_LINK="${NODE_NAME}0"
NODE_LINK=host0
NODE_HOST_ADDRESS="${NODE_SUBNET}.1"
NODE_ADDRESS="${NODE_SUBNET}.2"
POD_CIDR=10.244.0.0/16
SERVICE_CIDR=10.96.0.0/12

# machine_leader prints the process id of the machine's init; fails if it is not up.
machine_leader() {
  local nspawn
  [[ -s "${NODE_RUN}/nspawn.pid" ]] || return 1
  nspawn=$(<"${NODE_RUN}/nspawn.pid")
  grep -qs '^systemd-nspawn$' "/proc/${nspawn}/comm" || return 1
  tr '\0' '\n' <"/proc/${nspawn}/cmdline" | grep -qxF -- "--machine=${NODE_NAME}" || return 1
  awk '{ print $1; exit }' "/proc/${nspawn}/task/${nspawn}/children" | grep .
}

# machine_exec runs a command inside the machine, as root, without a terminal.
machine_exec() {
  local leader
  leader=$(machine_leader) || return 1
  nsenter --target "${leader}" --mount --uts --ipc --net --pid --root --wd=/ \
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    HOME=/root LANG=C.UTF-8 MINIKUBE_HOME=/var/lib/minikube-home "$@"
}

machine_cgroups() {
  local hierarchy
  if [[ -e /sys/fs/cgroup/cgroup.controllers ]]; then
    printf '%s\n' "/sys/fs/cgroup/${NODE_NAME}"
    return
  fi
  for hierarchy in /sys/fs/cgroup/*/; do
    printf '%s\n' "${hierarchy}${NODE_NAME}"
  done
}

# cgroups_remove ends what a killed machine left in its cgroups and removes them:
# the kubelet refuses to start beside stale pods' groups.
cgroups_remove() {
  local group pid deadline=$((SECONDS + 20))
  while IFS= read -r group; do
    [[ -d ${group} ]] || continue
    until [[ ! -d ${group} ]]; do
      find "${group}" -name cgroup.procs -exec cat {} + 2>/dev/null | while read -r pid; do
        kill -KILL "${pid}" 2>/dev/null || true
      done
      find "${group}" -depth -type d -exec rmdir {} + 2>/dev/null || true
      ((SECONDS < deadline)) || return 1
      [[ ! -d ${group} ]] || sleep 0.2
    done
  done < <(machine_cgroups)
}

# machine_clear ends what a machine that was killed, or only its systemd-nspawn, has left.
machine_clear() {
  cgroups_remove
  ip link delete "${NODE_HOST_LINK}" 2>/dev/null || true
}

cgroups_enter() {
  local group parent file
  while IFS= read -r group; do
    mkdir -p "${group}"
    parent=$(dirname "${group}")
    for file in cpuset.cpus cpuset.mems; do
      [[ ! -e ${parent}/${file} || ! -e ${group}/${file} || -s ${group}/${file} ]] ||
        cat "${parent}/${file}" >"${group}/${file}"
    done
    echo "${BASHPID}" >"${group}/cgroup.procs"
  done < <(machine_cgroups)
}

# machine_boot starts the machine and waits until its systemd says that it runs.
machine_boot() {
  local unified=0 deadline
  [[ ! -e /sys/fs/cgroup/cgroup.controllers ]] || unified=1
  machine_clear
  (umask 077 && mkdir -p "${NODE_RUN}")
  mkdir -p "${NODE_VOLUMES}"
  rm -f "${NODE_RUN}/nspawn.pid"
  (
    cgroups_enter
    # shellcheck disable=SC2016  # the inner shell expands it: its own process id
    SYSTEMD_NSPAWN_API_VFS_WRITABLE=1 SYSTEMD_NSPAWN_UNIFIED_HIERARCHY="${unified}" \
      exec setsid bash -c 'echo $$ >"$1"; shift; exec "$@"' bash "${NODE_RUN}/nspawn.pid" \
      systemd-nspawn --quiet --directory="${NODE_ROOT}" --machine="${NODE_NAME}" --boot \
      --register=no --keep-unit --capability=all --console=pipe --link-journal=no \
      --private-network --network-veth-extra="${NODE_HOST_LINK}:${NODE_LINK}" --resolv-conf=off --system-call-filter='@keyring bpf @privileged' \
      --bind=/dev/kmsg --bind="${NODE_RUN//:/\\:}:/run/host-side" \
      --bind="${NODE_VOLUMES//:/\\:}:/tmp/hostpath-provisioner" \
      </dev/null >>"${NODE_RUN}/console.log" 2>&1 3>&-
  ) &
  deadline=$((SECONDS + 60))
  until machine_exec systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; do
    ((SECONDS < deadline)) || return 1
    sleep 0.2
  done
  machine_network
}

machine_network() {
  machine_exec ip link set "${NODE_LINK}" up
  machine_exec ip addr replace "${NODE_ADDRESS}/24" dev "${NODE_LINK}"
  # Minikube asks for a default route; the rules see to it that no packet takes it.
  machine_exec ip route replace default via "${NODE_HOST_ADDRESS}" dev "${NODE_LINK}"
  machine_exec ip rule add pref 10 lookup main suppress_prefixlength 0
  machine_exec ip rule add pref 20 unreachable
  # A service's address needs some route before the firewall rewrites it to a pod's.
  machine_exec ip route replace "${SERVICE_CIDR}" dev lo src "${NODE_ADDRESS}"
  ip link set "${NODE_HOST_LINK}" up
  ip addr replace "${NODE_HOST_ADDRESS}/24" dev "${NODE_HOST_LINK}"
  ip route replace "${POD_CIDR}" via "${NODE_ADDRESS}" dev "${NODE_HOST_LINK}"
}

# machine_stop shuts the machine down, by force after 30 s.
machine_stop() {
  local nspawn deadline=$((SECONDS + 30))
  if machine_leader >/dev/null; then
    nspawn=$(<"${NODE_RUN}/nspawn.pid")
    kill -TERM "${nspawn}"
    while machine_leader >/dev/null && ((SECONDS < deadline)); do sleep 0.2; done
    if machine_leader >/dev/null; then kill -KILL "${nspawn}"; fi
  fi
  machine_clear
  rm -rf "${NODE_RUN}"
}
