// Package v2 stands in for the part of Pulumi's SDK that makes objects of YAML.
package v2

import (
	"errors"

	"github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// RegisterResource answers with an error: this build has no components for YAML and Helm.
func RegisterResource(
	*pulumi.Context, string, string, string, kubernetes.UntypedArgs, ...pulumi.ResourceOption,
) (pulumi.CustomResource, error) {
	return nil, errors.New("this build of the Kubernetes provider has no components for YAML and Helm")
}
