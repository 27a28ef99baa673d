# shellcheck shell=bash
# Minikube's addons that the cluster runs.

# addons_enable lets Minikube write each addon's objects, in its own words. The provisioner
# asks the API by its service's address once, and for half a minute if nobody is there yet.
addons_enable() {
  addon_enable default-storageclass
  addon_enable metrics-server MetricsServer
  wait_for 60 service_address_answers
  addon_enable storage-provisioner StorageProvisioner
}

# addon_enable ADDON [IMAGE] tries again for a while: Minikube first asks runc for what is
# paused, and runc fails if a container ends while it lists them, as after a restart. Where nothing can
# be pulled, its IMAGE is one of ours.
addon_enable() {
  local flags=()
  [[ ${SOURCE} != modules || -z ${2:-} ]] || flags=(--images="$2=$(addon_image "$1")" --registries="$2=localhost")
  wait_for 15 minikube_run addons enable "$1" ${flags[@]+"${flags[@]}"}
}

# service_address_answers: kube-proxy has made the way from the API's service to the API.
service_address_answers() {
  node_exec "${PROFILE}" curl --silent --fail --insecure --max-time 1 --output /dev/null https://10.96.0.1/readyz
}
