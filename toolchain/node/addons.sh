# shellcheck shell=bash
# Minikube's addons that the cluster runs, from images made of their own modules.

ADDON_PROGRAMS=(storage-provisioner metrics-server)

# addon_image PROGRAM prints the image's name below its registry.
addon_image() { printf 'sre-challenge/%s:%s\n' "$1" "$(program_key "$1")"; }

addon_images() {
  local program
  for program in "${ADDON_PROGRAMS[@]}"; do printf 'localhost/%s\n' "$(addon_image "${program}")"; done
}

# addons_enable lets Minikube write each addon's objects, in its own words. The provisioner
# asks the API by its service's address once, and for half a minute if nobody is there yet.
addons_enable() {
  addon_enable default-storageclass
  addon_enable_ours metrics-server MetricsServer
  wait_for 60 service_address_answers
  addon_enable_ours storage-provisioner StorageProvisioner
}

addon_enable_ours() {
  addon_enable "$1" --images="$2=$(addon_image "$1")" --registries="$2=localhost"
}

# addon_enable ADDON FLAG... tries again for a while: Minikube first asks runc for what is
# paused, and runc fails if a container ends while it lists them, as after a restart.
addon_enable() { wait_for 15 machine_exec minikube addons enable "$@"; }
