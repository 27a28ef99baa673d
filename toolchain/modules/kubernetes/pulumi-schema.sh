# shellcheck shell=bash
# What Pulumi's own Kubernetes provider embeds and its module keeps outside of its packages.

PROVIDER_MODULE=github.com/pulumi/pulumi-kubernetes/provider/v4

# provider_schema_write FOLDER copies schema and mapping there, the schema with the version of the SDK
# as in an official build, and an overlay by which a build in this module finds both.
provider_schema_write() {
  local sources
  "${GO_TOOLCHAIN}/bin/go" mod download "${PROVIDER_MODULE}"
  sources=$("${GO_TOOLCHAIN}/bin/go" list -m -f '{{.Dir}}' "${PROVIDER_MODULE}")/cmd/pulumi-resource-kubernetes
  sed "1s/{/{ \"version\": \"$(sdk_version kubernetes)\",/" "${sources}/schema.json" >"$1/schema.json"
  cat "${sources}/terraform-mapping.json" >"$1/terraform-mapping.json"
  printf '{ "Replace": { "%s": "%s", "%s": "%s" } }\n' schema.json "$1/schema.json" \
    terraform-mapping.json "$1/terraform-mapping.json" >"$1/overlay.json"
}
