import type { TeamRole } from "./team-role";

/** How AWS knows the cluster: by the name that EKS gave it, or by an id that we chose. */
export type AwsCluster =
  | { readonly kind: "eks"; readonly name: string }
  | { readonly kind: "minikube"; readonly id: string };

/** The AWS account whose roles let people into the cluster. */
export interface AwsAccount {
  /** Id of 12 digits. */
  readonly account: string;
  readonly region: string;
  readonly cluster: AwsCluster;
  /**
   * Where IAM and STS are asked, if it is not AWS itself: an emulator.
   * @default AWS's own
   */
  readonly endpoints?: { readonly iam: string; readonly sts: string } | undefined;
}

/** That account, and the role of each team that has one. */
export interface AwsAccess extends AwsAccount {
  readonly teams: readonly ({ readonly team: string } & TeamRole)[];
}

/** What a token is made out to: it is worth nothing at a cluster of another id. */
export function clusterId(cluster: AwsCluster): string {
  return cluster.kind === "eks" ? cluster.name : cluster.id;
}

/** For Minikube the ARN that the cluster would have, so that the policy has one shape. */
export function clusterArn({ account, region, cluster }: AwsAccount): string {
  return `arn:aws:eks:${region}:${account}:cluster/${clusterId(cluster)}`;
}

export function roleName(cluster: AwsCluster, team: string): string {
  return `${clusterId(cluster)}-team-${team}`;
}

/** How long IAM lets the name of a role be. */
export const roleNameLength = 64;
