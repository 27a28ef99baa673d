# shellcheck shell=bash
# Pulumi's engine finds resource plugins in its home. These stand there where no plugin can be
# downloaded: Pulumi's own for Kubernetes, and the project's for docker and aws.

# providers_install puts them there under the versions of the SDKs that the program uses.
providers_install() {
  local package program
  program=$(program_path pulumi-resource-kubernetes)
  plugin_install kubernetes ln -sf "${program}"
  bundles_current || bundles_write
  for package in docker aws; do
    plugin_install "${package}" plugin_script "${PULUMI_HOME}/providers/${package}/main.js"
  done
}

# plugin_install PACKAGE COMMAND… has COMMAND make the plugin's program, whose path it is given last.
plugin_install() {
  local package=$1 folder
  folder=${PULUMI_HOME}/plugins/resource-${package}-v$(sdk_version "${package}")
  mkdir -p "${folder}"
  "${@:2}" "${folder}/pulumi-resource-${package}.part"
  mv "${folder}/pulumi-resource-${package}.part" "${folder}/pulumi-resource-${package}"
}

# plugin_script BUNDLE FILE writes a program that runs the bundle where the engine starts it: in the
# folder of the Pulumi program, whatever clone installed it.
plugin_script() {
  printf '#!/usr/bin/env bash\nexec node %q "$@"\n' "$1" >"$2"
  chmod +x "$2"
}

# bundles_write makes one file of JavaScript of each provider: the engine starts all of them for every
# command, and reading their hundreds of modules takes four times as long.
bundles_write() {
  local folder=${PULUMI_HOME}/providers
  rm -rf "${folder}.part"
  "${ROOT}/node_modules/.bin/esbuild" "${ROOT}"/toolchain/providers/*/main.ts \
    --bundle --platform=node --target=node20 --log-level=warning --outdir="${folder}.part"
  rm -rf "${folder}"
  mv "${folder}.part" "${folder}"
}

bundles_current() {
  local bundle=${PULUMI_HOME}/providers/docker/main.js newer
  [[ -f ${bundle} ]] || return 1
  newer=$(find "${ROOT}/toolchain/providers" "${ROOT}/build-context" "${ROOT}/package-lock.json" -newer "${bundle}") || return 1
  [[ -z ${newer} ]]
}
