import type * as pulumi from "@pulumi/pulumi";

/** For what a component makes. Pulumi hands its provider down, and not what the component waits for. */
export function childOptions(
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
) {
  return { parent, ...(opts?.dependsOn && { dependsOn: opts.dependsOn }) };
}
