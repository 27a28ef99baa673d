import type { TeamPrincipal } from "../../../components/access/principal";

/** An example of each kind of principal that may assume a team's role. */
export const principals = {
  permissionSet: {
    kind: "permissionSet",
    arn: "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PaymentsTeam_0123456789abcdef",
  },
  roles: {
    kind: "roles",
    arns: ["arn:aws:iam::123456789012:role/engineer", "arn:aws:iam::123456789012:role/ops/lead"],
  },
  thirdParty: {
    kind: "thirdParty",
    arns: ["arn:aws:iam::210987654321:role/auditor"],
    externalId: "agreed-2f9c",
  },
} satisfies Record<string, TeamPrincipal>;
