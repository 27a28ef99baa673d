// Package v4 stands in for the part of Pulumi's SDK that describes charts of Helm.
package v4

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

// RepositoryOpts says where charts come from, and by which credentials.
type RepositoryOpts struct {
	CaFile, CertFile, KeyFile pulumi.AssetOrArchive
	Username, Password, Repo  *string
}

// RepositoryOptsInput is RepositoryOpts as an input.
type RepositoryOptsInput interface{ pulumi.Input }

// PostRenderer is a program that changes what a chart has rendered.
type PostRenderer struct {
	Command string
	Args    []string
}

// PostRendererInput is PostRenderer as an input.
type PostRendererInput interface{ pulumi.Input }
