# shellcheck shell=bash
# Pulumi's engine finds resource plugins in its home. These stand there in place of the
# official ones where no plugin can be downloaded; the engine starts them as it needs them.

# providers_install puts the project's own plugins into PULUMI_HOME, under the versions
# of the SDKs that the program uses.
providers_install() {
  local versions package version folder
  versions=$(cd "${ROOT}" && node -e 'for (const it of ["kubernetes", "docker", "aws"]) console.log(it, require("./node_modules/@pulumi/" + it + "/package.json").version)')
  while read -r package version; do
    folder=${PULUMI_HOME}/plugins/resource-${package}-v${version}
    mkdir -p "${folder}"
    {
      printf '#!/usr/bin/env bash\ncd %q || exit\n' "${ROOT}"
      printf 'exec node --import tsx toolchain/providers/%s/main.ts "$@"\n' "${package}"
    } >"${folder}/pulumi-resource-${package}.part"
    chmod +x "${folder}/pulumi-resource-${package}.part"
    mv "${folder}/pulumi-resource-${package}.part" "${folder}/pulumi-resource-${package}"
  done <<<"${versions}"
}
