//go:build tools

// Package tools names the command that is built from this module as it is.
package tools

import _ "sigs.k8s.io/aws-iam-authenticator/cmd/aws-iam-authenticator"
