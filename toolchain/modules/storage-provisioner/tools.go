//go:build tools

// Package tools names the command that is built from this module as it is.
package tools

import _ "k8s.io/minikube/cmd/storage-provisioner"
