import * as pulumi from "@pulumi/pulumi";

interface ObjectProps {
  readonly metadata?: pulumi.Input<{ readonly annotations?: Readonly<Record<string, string>> }>;
}

/**
 * Has each Kubernetes object that the program makes win over a change by hand. Without it, a field
 * that somebody else wrote last ends an update in a conflict of field managers. It is said on the
 * objects, since the provider's own setting for it is younger than the oldest provider in use.
 */
export const takeOverFields: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (!type.startsWith("kubernetes:") || "id" in opts) return undefined;
  const { metadata, ...rest } = props as ObjectProps;
  const forced = pulumi.output(metadata).apply((stated) => ({
    ...stated,
    annotations: { ...stated?.annotations, "pulumi.com/patchForce": "true" },
  }));
  return { props: { ...rest, metadata: forced }, opts };
};
