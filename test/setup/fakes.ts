// What a laptop has, played by bash programs.

import * as fs from "node:fs";
import * as path from "node:path";
import type { Sandbox } from "./sandbox";

/** A program that only tells a version. */
export const tells = (version: string): string => `echo "version v${version}"`;

export const docker = `
case $1 in
  info) [[ ! -f $FAKE/docker-silent ]] ;;
  container)
    if [[ -f $FAKE/foreign-container ]]; then echo true; elif [[ -f $FAKE/stopped-container ]]; then echo false; elif [[ -f $FAKE/cluster ]]; then echo true; else exit 1; fi ;;
  context) echo "unix:///where/$3.sock" ;;
  network) echo 192.168.49.0/24 ;;
  ps) echo sre-challenge ;;
  exec) [[ $2 != --interactive ]] || cat >/dev/null ;;
  image | rm | run | start | volume) ;;
  pull) [[ ! -f $FAKE/images-lost ]] ;;
  tag) ;;
  push) echo "\${2##*:}: digest: sha256:\${2##*:} size: 1" ;;
  *) echo "Docker version 28.2.2, build abc" ;;
esac`;

export const kubectl = `
case "$*" in
  *"version --client") echo "Client Version: v1.34.4" ;;
  *readyz) [[ -f $FAKE/cluster ]] ;;
  *) echo 192.168.49.2 ;;
esac`;

export const minikube = `
case $1 in
  version) mkdir -p "\${MINIKUBE_HOME:-$HOME}/.minikube"; echo v1.38.1 ;;
  start)
    [[ ! -f $FAKE/start-fails ]] || { mkdir -p "$MINIKUBE_HOME/.minikube/profiles/sre-challenge"; echo "X Exiting due to GUEST_START" >&2; exit 80; }
    mkdir -p "$MINIKUBE_HOME/.minikube/profiles/sre-challenge"
    echo "a kubeconfig" >"$KUBECONFIG"
    touch "$FAKE/cluster" ;;
  status) [[ -f $FAKE/cluster ]] ;;
  delete) rm -rf "$FAKE/cluster" "$MINIKUBE_HOME/.minikube/profiles" ;;
esac`;

export const pulumi = `
case "$*" in
  version) echo v3.259.0 ;;
  "stack select"*) echo 'encryptionsalt: v1:abc' >>Pulumi.dev.yaml; mkdir -p "$PULUMI_HOME/../pulumi-backend/.pulumi/stacks/sre-challenge" ;;
  destroy*) if [[ -f $FAKE/destroy-fails ]]; then echo "error: ExpiredToken"; exit 255; fi ;;
  "stack export"*) if [[ -f $FAKE/deployment ]]; then cat "$FAKE/deployment"; elif [[ -f $FAKE/pending ]]; then echo '{"deployment":{"pending_operations":[{}]}}'; else echo '{"deployment":{}}'; fi ;;
  "stack output"*) echo '{"nodePort":30081}' ;;
  refresh*) rm -f "$FAKE/pending" ;;
  up*)
    if [[ -f $FAKE/up-fails ]]; then echo "sre-challenge:paymentProvider.replicas: -1 is not a count"; exit 255; fi
    if [[ -f $FAKE/up-lasts ]]; then trap 'touch "$FAKE/up-was-told"; exit 1' INT; for ((i = 0; i < 200; i++)); do sleep 0.1; done; fi ;;
esac`;

export const npm = `
case "$*" in
  ci*)
    rm -rf node_modules
    mkdir -p node_modules/{thing,other}
    cp package-lock.json node_modules/.package-lock.json ;;
  "run --silent why") echo "payments/payment-provider: 0 of 3 ready"; exit 1 ;;
  run*) echo "who may reach whom: 34 of 34 cells are right" ;;
  config*) echo https://npm.test/ ;;
esac`;

/**
 * curl: serves what the sandbox serves. A file \`offline\` makes every host silent; a file
 * \`cut\` with a number N breaks each download off after N more bytes of the file.
 */
export const curl = `
url="\${!#}" output=/dev/null
while (($# > 1)); do [[ $1 != --output ]] || output=$2; shift; done
[[ $url != http://127.0.0.1:* ]] || exit 0
[[ ! -f $FAKE/offline ]] || exit 6
file="$FAKE/served/\${url##*/}"
if [[ $output == /dev/null ]]; then exit 0; fi
[[ -f $file ]] || { echo "curl: (22) The requested URL returned error: 404" >&2; exit 22; }
from=0; [[ ! -f $output ]] || from=$(wc -c <"$output")
if [[ -f $FAKE/cut ]]; then
  tail -c "+$((from + 1))" "$file" | head -c "$(<"$FAKE/cut")" >>"$output"
  echo "curl: (56) connection reset" >&2; exit 56
fi
tail -c "+$((from + 1))" "$file" >>"$output"`;

/** A Linux laptop with everything of the right version and a Docker that answers. */
export function equip(sandbox: Sandbox): void {
  sandbox.fake("uname", "if [[ $1 == -m ]]; then echo x86_64; else echo Linux; fi");
  sandbox.fake("id", "echo 1000");
  sandbox.fake("go", `echo "go version go1.26.8 linux/amd64"`);
  sandbox.fake(
    "node",
    `[[ $1 == --version ]] || exec "${process.execPath}" "$@"\n${tells(process.versions.node)}`,
  );
  sandbox.fake("docker", docker);
  sandbox.fake("kubectl", kubectl);
  sandbox.fake("minikube", minikube);
  sandbox.fake("pulumi", pulumi);
  sandbox.fake("pulumi-language-nodejs", "");
  sandbox.fake("npm", npm);
  sandbox.fake("curl", curl);
}

/** Makes bash's root check and the parts that build from registries say what the test wants. */
export function becomeRegistryOnlyHost(sandbox: Sandbox): void {
  sandbox.fake("id", "echo 0");
  fs.writeFileSync(path.join(sandbox.dir, "docker-silent"), "");
  const cache = "${CACHE}/modules";
  write(
    sandbox,
    "toolchain/modules/modules.sh",
    `modules_path() { printf '%s\\n' "${cache}/$1/$1"; }
modules_build() {
  [[ ! -x $(modules_path "$1") ]] || return 0
  run_logged "building $1" build "$1"
}
build() {
  [[ ! -f $FAKE/build-lasts ]] || sleep 30
  mkdir -p "${cache}/$1"
  cp "$FAKE/built/$1" "${cache}/$1/$1"
}
registries_fetch() { :; }
modules_packages() { [[ ! -f $FAKE/packages ]] || cat "$FAKE/packages"; }
modules_tidy() { :; }
modules_go() { mkdir -p "${cache}/go/bin"; cp "$FAKE/built/go" "${cache}/go/bin/go"; echo "${cache}/go"; }
`,
  );
  write(
    sandbox,
    "toolchain/base-image/base-image.sh",
    `images_missing() { :; }
base_image_bring() { :; }
daemon_images_bring() { :; }
daemon_images_load() { :; }
nodes_images_renew() { :; }
base_image() { echo sre-challenge/node:0123; }
`,
  );
  write(
    sandbox,
    "toolchain/docker/daemon.sh",
    `DAEMON_SOCKET=unix:///run/sre-challenge/docker.sock NODE_SUBNET=192.168.49
daemon_choose() { if [[ $SOURCE == modules ]] && ! docker_answers; then DAEMON_IS_OURS=yes; else DAEMON_IS_OURS=; fi; }
daemon_is_ours() { [[ -n $DAEMON_IS_OURS ]]; }
daemon_is_left() { [[ -f $FAKE/daemon-left ]]; }
daemon_lives() { [[ -f $FAKE/daemon ]]; }
daemon_up() { touch "$FAKE/daemon"; }
daemon_down() { rm -f "$FAKE/daemon" "$FAKE/cluster"; }
daemon_network_make() { :; }
daemon_preflight() { :; }
`,
  );
  write(
    sandbox,
    "toolchain/providers/install.sh",
    'providers_install() { touch "$FAKE/providers"; }',
  );
  const built = path.join(sandbox.dir, "built");
  fs.mkdirSync(built);
  const bodies = {
    kubectl,
    minikube,
    pulumi,
    docker,
    "pulumi-language-nodejs": "",
    "pulumi-resource-kubernetes": "",
    go: tells("1.26.8"),
  };
  for (const [tool, body] of Object.entries(bodies)) sandbox.fake(tool, body, built);
}

function write(sandbox: Sandbox, name: string, text: string): void {
  const file = path.join(sandbox.clone, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}
