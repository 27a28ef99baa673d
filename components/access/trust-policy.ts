import { type Condition, policyDocument, type PolicyDocument } from "./policy-document";
import type { TeamPrincipal } from "./principal";

/** Who may assume a role. */
export function trustPolicy(assumedBy: TeamPrincipal, mfa = false): PolicyDocument {
  const condition: Condition = {
    ...conditionOn(assumedBy),
    ...(mfa && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
  };
  return policyDocument({
    Principal: { AWS: assumedBy.kind === "permissionSet" ? [assumedBy.arn] : assumedBy.arns },
    Action: "sts:AssumeRole",
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  });
}

function conditionOn(assumedBy: TeamPrincipal): Condition {
  switch (assumedBy.kind) {
    case "permissionSet":
      // IAM keeps a principal by its unique id. The path, which is reserved for Identity Center, has
      // to be that of the caller as well.
      return { ArnLike: { "aws:PrincipalArn": assumedBy.arn } };
    case "roles":
      return {};
    case "thirdParty":
      return { StringEquals: { "sts:ExternalId": assumedBy.externalId } };
  }
}
