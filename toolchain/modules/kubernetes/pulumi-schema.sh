# shellcheck shell=bash
# What Pulumi's own Kubernetes provider embeds and its module keeps outside of its packages.

PROVIDER_MODULE=github.com/pulumi/pulumi-kubernetes/provider/v4
PROVIDER_PACKAGE=cmd/pulumi-resource-kubernetes

# provider_schema_write FOLDER copies schema and mapping there, the schema with the version of the SDK
# as in an official build, and an overlay by which a build in this module finds both.
provider_schema_write() {
  local sources
  "${GO_TOOLCHAIN}/bin/go" mod download "${PROVIDER_MODULE}"
  sources=$("${GO_TOOLCHAIN}/bin/go" list -m -f '{{.Dir}}' "${PROVIDER_MODULE}")/${PROVIDER_PACKAGE}
  sed "1s/{/{ \"version\": \"$(sdk_version kubernetes)\",/" "${sources}/schema.json" >"$1/schema.json"
  cat "${sources}/terraform-mapping.json" >"$1/terraform-mapping.json"
  printf '{ "Replace": { "%s": "%s", "%s": "%s" } }\n' \
    "${PROVIDER_PACKAGE}/schema.json" "$1/schema.json" \
    "${PROVIDER_PACKAGE}/terraform-mapping.json" "$1/terraform-mapping.json" >"$1/overlay.json"
}
