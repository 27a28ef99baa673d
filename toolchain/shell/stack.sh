# shellcheck shell=bash
# Pulumi's stack `dev`, in a folder of this clone.

STACK=dev

# stack_prepare makes the state's folder, its passphrase and the stack, and heals what an
# update that was killed has left.
stack_prepare() {
  mkdir -p "${STATE}/pulumi-backend" "${STATE}/pulumi-home"
  [[ ${SOURCE} != modules ]] || run_logged "installing the project's own providers" providers_install
  passphrase_make
  salt_forget
  stack_unlock
  run_logged "selecting the stack ${STACK}" pulumi stack select "${STACK}" --create --secrets-provider passphrase --non-interactive
  salt_forget
}

passphrase_make() {
  [[ ! -s ${STATE}/passphrase ]] || return 0
  (
    umask 077
    head -c 32 /dev/urandom | base64 >"${STATE}/passphrase.part"
  )
  mv "${STATE}/passphrase.part" "${STATE}/passphrase"
}

# Pulumi writes the salt of the passphrase into the stack's shared file too. The state has
# it anyway, and another machine's salt would make this machine's passphrase wrong.
salt_forget() {
  local file="${ROOT}/Pulumi.${STACK}.yaml"
  grep -qs '^encryptionsalt:' "${file}" || return 0
  cp -p "${file}" "${file}.part"
  sed '/^encryptionsalt:/d' "${file}" >"${file}.part"
  mv "${file}.part" "${file}"
}

# stack_unlock removes the lock of a pulumi that was killed, never that of one that works.
stack_unlock() {
  local lock pid stale=
  for lock in "${STATE}"/pulumi-backend/.pulumi/locks/*/*/*/*.json; do
    [[ -f ${lock} ]] || continue
    pid=$(sed -n 's/.*"pid":\([0-9]*\).*/\1/p' "${lock}")
    if ps -o comm= -p "${pid:-0}" 2>/dev/null | grep -q pulumi; then
      fail "pulumi (process ${pid}) works on this stack." "Wait until it ends, or end it; then run this again."
    fi
    stale=yes
  done
  [[ -z ${stale} ]] || run_logged "removing the lock of an update that was killed" pulumi cancel --yes --stack "${STACK}"
}

stack_deploy() {
  if stack_pending; then
    run_logged "looking at what an interrupted update left" \
      interruptible pulumi refresh --yes --skip-preview --non-interactive --clear-pending-creates --stack "${STACK}"
  fi
  # --refresh: what was lost with a cluster, or changed by hand, is made again.
  run_logged "pulumi up" interruptible pulumi up --yes --skip-preview --non-interactive --suppress-outputs --refresh --stack "${STACK}"
  salt_forget
}

# stack_pending: an update began operations that it did not end.
stack_pending() {
  pulumi stack export --stack "${STACK}" | grep -c '"pending_operations"' >/dev/null
}

# stack_destroy deletes what the stack made. What it cannot delete goes with the cluster.
stack_destroy() {
  stack_unlock
  attempt "pulumi destroy" interruptible pulumi destroy --yes --skip-preview --non-interactive --stack "${STACK}"
  [[ ${GROUP_STATUS} -eq 0 ]] || note "pulumi could not delete everything: the rest goes with the cluster"
}

# stack_address prints the URL at which this machine reaches invoice-app.
stack_address() {
  local port
  port=$(pulumi stack output invoiceApp --json --stack "${STACK}" | sed -n 's/.*"nodePort": *\([0-9]*\).*/\1/p')
  printf 'http://%s:%s\n' "$(cluster_address)" "${port}"
}
