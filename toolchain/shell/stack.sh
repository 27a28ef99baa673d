# shellcheck shell=bash
# Pulumi's stack `dev`, in a folder of this clone.

STACK=dev

# stack_prepare makes the state's folder, its passphrase and the stack, and heals what an
# update that was killed has left.
stack_prepare() {
  mkdir -p "${STATE}/pulumi-backend" "${STATE}/pulumi-home"
  [[ ${SOURCE} != modules ]] || run_logged "installing the providers" providers_install
  passphrase_make
  salt_forget
  stack_unlock
  run_logged "selecting the stack ${STACK}" pulumi stack select "${STACK}" --create --secrets-provider passphrase --non-interactive
  salt_forget
}

passphrase_make() {
  [[ ! -s ${STATE}/passphrase ]] || return 0
  (umask 077 && head -c 32 /dev/urandom | base64 >"${STATE}/passphrase.part") ||
    fail "the stack's passphrase cannot be written." "See that ${STATE} is yours and has space left."
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

# stack_unlock removes the lock and the plugins of a pulumi that was killed, never those of one that works.
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
  plugins_end_orphans
}

# plugins_end_orphans ends the plugins of engines that were killed. The official ones never notice it:
# what their health check cancels ends nothing. Those of an engine that still works are its own.
plugins_end_orphans() {
  local pid
  for pid in $(ps -A -o pid= -o ppid= -o args= | PLUGINS="${STATE}/pulumi-home/plugins/" awk '
    { pid = $1; sub(/^ *[0-9]+ +/, ""); parent = $1; sub(/^[0-9]+ +/, "") }
    /(^|\/)pulumi / { engine[pid] = 1 }
    index($0, ENVIRON["PLUGINS"]) == 1 { engine_of[pid] = parent }
    END { for (pid in engine_of) if (!(engine_of[pid] in engine)) print pid }'); do
    kill "${pid}" 2>/dev/null || true
  done
}

stack_deploy() {
  local deployment urn urns lost=()
  deployment=$(pulumi stack export --stack "${STACK}")
  # Made by a version of the program that did not keep the passwords.
  if [[ ${deployment} == *'"kubernetes:core/v1:Secret"'* && ${deployment} != *'"pulumi:index:Stash"'* ]]; then
    run_logged "keeping the databases' passwords" passwords_keep
  fi
  if [[ ${deployment} == *'"pending_operations"'* ]]; then
    run_logged "looking at what an interrupted update left" \
      interruptible pulumi refresh --yes --skip-preview --non-interactive --clear-pending-creates --stack "${STACK}"
  fi
  # A refresh does not see that an image is gone from the registry.
  urns=$(images_lost <<<"${deployment}")
  for urn in ${urns}; do lost+=(--replace "${urn}"); done
  # --refresh: what was lost with a cluster, or changed by hand, is made again.
  attempt "pulumi up" interruptible pulumi up --yes --skip-preview --non-interactive --suppress-outputs \
    --refresh ${lost[@]+"${lost[@]}"} --stack "${STACK}"
  [[ ${GROUP_STATUS} -eq 0 ]] || stack_explain
  salt_forget
}

# stack_explain ends the run after a `pulumi up` that failed. What the cluster itself says comes last:
# Pulumi's own output would push it off the screen.
stack_explain() {
  end_of_log "pulumi up"
  attempt "npm run why" npm run --silent why
  # 1: something is not ready. Else the output above says it all.
  [[ ${GROUP_STATUS} -ne 1 ]] || log_of_last_command >&2
  where_to_go_on
}

# images_lost reads a state and prints the URN of each image that neither the registry nor Docker has.
images_lost() {
  local images urn name digest
  images=$(node "${ROOT}/toolchain/state/images.mjs") || return
  while read -r urn name digest; do
    [[ -z ${urn} ]] || image_restored "${name}" "${digest}" </dev/null >/dev/null 2>&1 || printf '%s\n' "${urn}"
  done <<<"${images}"
}

# image_restored NAME DIGEST: Docker answers the pull from its own store, so the push asks the registry,
# and mends it.
image_restored() {
  docker pull --quiet "$2" && docker tag "$2" "$1" && docker push "$1" | grep -F "digest: ${2##*@} "
}

passwords_keep() {
  umask 077
  pulumi stack export --show-secrets --stack "${STACK}" |
    node "${ROOT}/toolchain/state/keep-passwords.mjs" >"${STATE}/kept-passwords.json"
  pulumi stack import --stack "${STACK}" --file "${STATE}/kept-passwords.json"
  rm -f "${STATE}/kept-passwords.json"
}

# stack_file prints where its state is, or would be.
stack_file() { printf '%s\n' "${STATE}/pulumi-backend/.pulumi/stacks/sre-challenge/${STACK}.json"; }

stack_in_aws() { grep -qs '"type": *"aws:' "$(stack_file)"; }

# stack_leave_aws deletes what the stack made there. What follows from it on the cluster goes with the
# cluster, which need not answer.
stack_leave_aws() {
  stack_unlock
  KUBECONFIG=/dev/null PULUMI_K8S_DELETE_UNREACHABLE=true attempt "pulumi destroy" interruptible \
    pulumi destroy --target '**aws:**' --target-dependents --yes --skip-preview --non-interactive --stack "${STACK}"
  [[ ${GROUP_STATUS} -ne 0 ]] || return 0
  end_of_log "pulumi destroy"
  printf '  Nothing else was removed. To leave what is in AWS as it is: pulumi stack rm %s --force\n' "${STACK}" >&2
  where_to_go_on
}

# stack_address prints the URL at which this machine reaches invoice-app.
stack_address() {
  local port
  port=$(pulumi stack output invoiceApp --json --stack "${STACK}" | sed -n 's/.*"nodePort": *\([0-9]*\).*/\1/p')
  printf 'http://%s:%s\n' 127.0.0.1 "${port}"
}
