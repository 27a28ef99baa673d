import { permissionPolicy } from "../../../components/access/permission-policy";
import { trustPolicy } from "../../../components/access/trust-policy";
import { principals } from "./principals";

describe("the trust policy", () => {
  test("for a permission set: its role, by unique id and by its reserved path", () => {
    expect(trustPolicy(principals.permissionSet)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            AWS: [
              "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PaymentsTeam_0123456789abcdef",
            ],
          },
          Action: "sts:AssumeRole",
          Condition: {
            ArnLike: {
              "aws:PrincipalArn":
                "arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_PaymentsTeam_0123456789abcdef",
            },
          },
        },
      ],
    });
  });

  test("for roles: those roles, and no condition", () => {
    expect(trustPolicy(principals.roles)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: {
            AWS: [
              "arn:aws:iam::123456789012:role/engineer",
              "arn:aws:iam::123456789012:role/ops/lead",
            ],
          },
          Action: "sts:AssumeRole",
        },
      ],
    });
  });

  test("for a third party: its roles, if they say the external id", () => {
    expect(trustPolicy(principals.thirdParty)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: ["arn:aws:iam::210987654321:role/auditor"] },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "sts:ExternalId": "agreed-2f9c" } },
        },
      ],
    });
  });

  test("asks for a second factor on top, if told to", () => {
    const secondFactor = { Bool: { "aws:MultiFactorAuthPresent": "true" } };
    expect(trustPolicy(principals.roles, true).Statement[0]?.Condition).toEqual(secondFactor);
    expect(trustPolicy(principals.thirdParty, true).Statement[0]?.Condition).toEqual({
      StringEquals: { "sts:ExternalId": "agreed-2f9c" },
      ...secondFactor,
    });
  });

  test.each(Object.values(principals))("for $kind: no whole account, no wildcard", (principal) => {
    const text = JSON.stringify(trustPolicy(principal, true));
    expect(text).not.toMatch(/:root|\*|\?|"\d{12}"/);
  });
});

test("the permission policy allows to find the one cluster, and nothing else", () => {
  expect(permissionPolicy("arn:aws:eks:eu-west-1:123456789012:cluster/shop")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "eks:DescribeCluster",
        Resource: "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
      },
    ],
  });
});
