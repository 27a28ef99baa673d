import { permissionPolicy } from "../../../components/access/permission-policy";
import type { TeamPrincipal } from "../../../components/access/principal";
import { trustPolicy } from "../../../components/access/trust-policy";
import { principals } from "./principals";
import { isAllowed } from "./simulation";

const teamRole = "arn:aws:iam::123456789012:role/shop-team-payments";

/** The widest that a caller's own account could allow it: what remains is the trust policy's. */
const mayAssumeAny = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Resource: "*" }],
};

const sso = principals.permissionSet.arn;
const auditor = principals.thirdParty.arns[0];
const externalId = { "sts:ExternalId": principals.thirdParty.externalId };
const secondFactor = { "aws:MultiFactorAuthPresent": "true" };

interface Case {
  readonly caller: string;
  readonly context?: Record<string, string>;
  readonly mfa?: boolean;
  /** @default true */
  readonly allowedByOwnAccount?: boolean;
}

const cases: [principal: TeamPrincipal, expected: boolean, who: string, Case][] = [
  [principals.permissionSet, true, "the permission set's role", { caller: sso }],
  [
    principals.permissionSet,
    true,
    "the permission set's role, which needs no policy of its own",
    { caller: sso, allowedByOwnAccount: false },
  ],
  [
    principals.permissionSet,
    false,
    "another permission set's role",
    { caller: sso.replace("PaymentsTeam", "InvoicesTeam") },
  ],
  [
    principals.permissionSet,
    false,
    "the role that Identity Center made for it later",
    { caller: sso.replace("0123456789abcdef", "fedcba9876543210") },
  ],
  [
    principals.permissionSet,
    false,
    "the same permission set in another account",
    { caller: sso.replace("123456789012", "210987654321") },
  ],
  [
    principals.permissionSet,
    false,
    "a role of the same name outside of the reserved path",
    { caller: "arn:aws:iam::123456789012:role/AWSReservedSSO_PaymentsTeam_0123456789abcdef" },
  ],
  [
    principals.permissionSet,
    false,
    "an administrator of the account",
    { caller: "arn:aws:iam::123456789012:role/admin" },
  ],
  [
    principals.permissionSet,
    false,
    "the account's root user",
    { caller: "arn:aws:iam::123456789012:root" },
  ],
  [principals.roles, true, "the first role", { caller: principals.roles.arns[0] }],
  [principals.roles, true, "the second role", { caller: principals.roles.arns[1] }],
  [
    principals.roles,
    false,
    "a role under another path",
    { caller: "arn:aws:iam::123456789012:role/lead" },
  ],
  [
    principals.roles,
    false,
    "a role of a longer name",
    { caller: "arn:aws:iam::123456789012:role/engineers" },
  ],
  [
    principals.roles,
    false,
    "a role of the same name in another account",
    { caller: "arn:aws:iam::210987654321:role/engineer" },
  ],
  [
    principals.roles,
    false,
    "a user of the same name",
    { caller: "arn:aws:iam::123456789012:user/engineer" },
  ],
  [principals.thirdParty, true, "with the external id", { caller: auditor, context: externalId }],
  [
    principals.thirdParty,
    false,
    "with another external id",
    { caller: auditor, context: { "sts:ExternalId": "agreed-2f9d" } },
  ],
  [principals.thirdParty, false, "without an external id", { caller: auditor }],
  [
    principals.thirdParty,
    false,
    "which its own account does not allow it",
    { caller: auditor, context: externalId, allowedByOwnAccount: false },
  ],
  [
    principals.thirdParty,
    false,
    "another role of the third party",
    { caller: "arn:aws:iam::210987654321:role/intern", context: externalId },
  ],
  [
    principals.thirdParty,
    false,
    "a role of our own account that knows the external id",
    { caller: "arn:aws:iam::123456789012:role/auditor", context: externalId },
  ],
  [
    principals.roles,
    true,
    "with the second factor that is asked for",
    { caller: principals.roles.arns[0], context: secondFactor, mfa: true },
  ],
  [
    principals.roles,
    false,
    "without saying whether there was a second factor",
    { caller: principals.roles.arns[0], mfa: true },
  ],
  [
    principals.roles,
    false,
    "without a second factor",
    {
      caller: principals.roles.arns[0],
      context: { "aws:MultiFactorAuthPresent": "false" },
      mfa: true,
    },
  ],
  [
    principals.thirdParty,
    false,
    "with a second factor, but no external id",
    { caller: auditor, context: secondFactor, mfa: true },
  ],
];

test.each(cases)("$0.kind: $1 for $2", async (principal, expected, _, asked) => {
  const { caller, context = {}, mfa = false, allowedByOwnAccount = true } = asked;
  expect(
    await isAllowed({
      caller,
      action: "sts:AssumeRole",
      resource: teamRole,
      context,
      resourcePolicy: trustPolicy(principal, mfa),
      ...(allowedByOwnAccount && { identityPolicy: mayAssumeAny }),
    }),
  ).toBe(expected);
});

describe("with its permission policy, the team's role", () => {
  const cluster = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
  const may = (action: string, resource: string) =>
    isAllowed({
      caller: teamRole,
      action,
      resource,
      identityPolicy: permissionPolicy(cluster),
    });

  test("may describe the cluster", async () => {
    expect(await may("eks:DescribeCluster", cluster)).toBe(true);
  });

  test.each([
    ["eks:DescribeCluster", "arn:aws:eks:eu-west-1:123456789012:cluster/shop-2"],
    ["eks:DescribeCluster", "arn:aws:eks:eu-central-1:123456789012:cluster/shop"],
    ["eks:UpdateClusterConfig", cluster],
    ["eks:CreateAccessEntry", cluster],
    ["eks:AccessKubernetesApi", cluster],
    ["sts:AssumeRole", "arn:aws:iam::123456789012:role/shop-team-invoices"],
    ["iam:PassRole", teamRole],
  ])("may not %s %s", async (action, resource) => {
    expect(await may(action, resource)).toBe(false);
  });
});
