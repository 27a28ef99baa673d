import { policyDocument, type PolicyDocument } from "./policy-document";

/** What a team's role may do in AWS: find the one cluster. All else is Kubernetes' to allow. */
export function permissionPolicy(clusterArn: string): PolicyDocument {
  return policyDocument({ Action: "eks:DescribeCluster", Resource: clusterArn });
}
