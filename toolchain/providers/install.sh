# shellcheck shell=bash
# Pulumi's engine finds resource plugins in its home. These stand there in place of the
# official ones where no plugin can be downloaded; the engine starts them as it needs them.

# providers_install puts the project's own plugins into PULUMI_HOME, under the versions
# of the SDKs that the program uses. Each is one file of JavaScript: the engine starts all of
# them for every command, and reading their hundreds of modules takes four times as long.
providers_install() {
  local versions package version folder
  versions=$(cd "${ROOT}" && node -e 'for (const it of ["kubernetes", "docker", "aws"]) console.log(it, require("./node_modules/@pulumi/" + it + "/package.json").version)')
  while read -r package version; do
    folder=${PULUMI_HOME}/plugins/resource-${package}-v${version}
    mkdir -p "${folder}"
    {
      printf '#!/usr/bin/env bash\ncd %q || exit\n' "${ROOT}"
      printf 'exec node %q "$@"\n' "${PULUMI_HOME}/providers/${package}/main.js"
    } >"${folder}/pulumi-resource-${package}.part"
    chmod +x "${folder}/pulumi-resource-${package}.part"
    mv "${folder}/pulumi-resource-${package}.part" "${folder}/pulumi-resource-${package}"
  done <<<"${versions}"
  bundles_current || bundles_write
}

bundles_write() {
  local folder=${PULUMI_HOME}/providers
  rm -rf "${folder}.part"
  "${ROOT}/node_modules/.bin/esbuild" "${ROOT}"/toolchain/providers/*/main.ts \
    --bundle --platform=node --target=node20 --log-level=warning --outdir="${folder}.part"
  rm -rf "${folder}"
  mv "${folder}.part" "${folder}"
}

bundles_current() {
  local bundle=${PULUMI_HOME}/providers/kubernetes/main.js newer
  [[ -f ${bundle} ]] || return 1
  newer=$(find "${ROOT}/toolchain/providers" "${ROOT}/package-lock.json" -newer "${bundle}") || return 1
  [[ -z ${newer} ]]
}
