import type { Inputs } from "./recorder";

/** What a provider is asked to make. */
export interface Made {
  /** Such as `aws:iam/role:Role`. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Inputs;
  /** The provider's own inputs; empty for the default provider. */
  readonly provider: Inputs;
}

/** What the mocked providers add to a resource's inputs, in the place of the real ones. */
export function providerOutputs({ type, name, inputs, provider }: Made): Inputs {
  switch (type) {
    case "docker:index/image:Image":
      return { repoDigest: pushedReference(String(inputs.imageName)) };
    case "aws:iam/role:Role":
      return {
        arn: `arn:aws:iam::${accountOf(provider)}:role/${String(inputs.name)}`,
        uniqueId: roleId(String(inputs.name)),
      };
    case "pulumi:index:Stash":
      return { output: inputs.input };
    default:
      return type.startsWith("kubernetes:") ? { metadata: named(inputs.metadata, name) } : {};
  }
}

/** Digest reference that the mocked registry gives to a pushed image. */
export function pushedReference(imageName: string): string {
  const [repository = "", tag = ""] = imageName.split(/:(?=[^:]*$)/);
  return `${repository}@sha256:${tag}`;
}

/** Unique id that the mocked IAM gives to a role. */
export function roleId(name: string): string {
  return `AROA-${name}`;
}

/**
 * The metadata with a name: the provider makes one up, of the resource's name and digits, for an
 * object that states none, and says so on it. The digits are left out here.
 */
export function named(metadata: unknown, name: string): Inputs {
  const stated = Object(metadata) as Inputs;
  if (stated.name !== undefined) return stated;
  const annotations = { ...Object(stated.annotations), "pulumi.com/autonamed": "true" } as Inputs;
  return { ...stated, name, annotations };
}

/** The first account that the provider of AWS may work in. */
function accountOf({ allowedAccountIds }: Inputs): string {
  const [account = "123456789012"] =
    typeof allowedAccountIds === "string" ? (JSON.parse(allowedAccountIds) as string[]) : [];
  return account;
}
