// Command pulumi-resource-kubernetes is Pulumi's own provider, with the schema of the SDK's version.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
)

//go:embed schema.json
var schema []byte

//go:embed terraform-mapping.json
var terraformMapping []byte

// version is that of the npm package; the build sets it.
var version string

func main() { provider.Serve("kubernetes", version, schema, terraformMapping) }
