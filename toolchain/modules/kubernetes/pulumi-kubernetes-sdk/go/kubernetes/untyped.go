// Package kubernetes stands in for Pulumi's SDK for Go: the few names that the provider's components
// for YAML and Helm are compiled against. This program uses neither, and the whole SDK takes minutes
// and gigabytes to compile.
package kubernetes

// UntypedArgs are the inputs of an object of any kind.
type UntypedArgs map[string]any
