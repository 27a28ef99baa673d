import type * as pulumi from "@pulumi/pulumi";

/**
 * Keeps out of the state which file of which machine the cluster's address was read from: the SDK adds
 * `KUBECONFIG` to the provider's inputs, so that each person who deploys would change the provider, and a
 * file that is gone later would break all others. The plugin reads the variable by itself.
 */
export const forgetKubeconfig: pulumi.ResourceTransformation = ({ props, opts }) => ({
  props: { ...(props as object), kubeconfig: undefined },
  opts,
});
