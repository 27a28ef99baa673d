//go:build tools

// Package tools names the command that is built from this module as it is.
package tools

import _ "github.com/rancher/local-path-provisioner"
