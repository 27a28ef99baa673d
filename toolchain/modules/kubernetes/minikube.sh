# shellcheck shell=bash
# Minikube without its driver for KVM, the one part of it that wants a C compiler. With one, all that it
# shares with the other programs would be compiled once more.

# minikube_module_write FOLDER writes a go.mod there, as that of this module, by which Minikube is a copy
# without the driver.
minikube_module_write() {
  local sources
  "${GO_TOOLCHAIN}/bin/go" mod download k8s.io/minikube
  sources=$("${GO_TOOLCHAIN}/bin/go" list -m -f '{{.Dir}}' k8s.io/minikube)
  cp -R "${sources}" "$1/source"
  chmod -R u+w "$1/source"
  rm "$1/source/pkg/minikube/registry/drvs/kvm2/kvm2.go"
  cp go.mod go.sum "$1"
  printf 'replace k8s.io/minikube => "%s"\n' "$1/source" >>"$1/go.mod"
}
