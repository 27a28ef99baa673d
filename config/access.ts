import { z } from "zod";
import { roleName, roleNameLength } from "../components/access/aws-access";
import { ofTheAccount, oneOfEachTeam, ownEndpoints } from "./access-rules";
import { settingsObject, text, wholeNumber } from "./fields";

// With the shortest team.
const clusterIdLength = roleNameLength - roleName({ kind: "minikube", id: "" }, "a").length;

const clusterIdText = text(
  new RegExp(`^[0-9A-Za-z][0-9A-Za-z_-]{0,${clusterIdLength - 1}}$`),
  `at most ${clusterIdLength} letters, digits, hyphens and underscores: the name of a team's role is made of it`,
);

const cluster = z.discriminatedUnion(
  "kind",
  [
    settingsObject({ kind: z.literal("eks"), name: clusterIdText }),
    settingsObject({ kind: z.literal("minikube"), id: clusterIdText }),
  ],
  "expected kind eks with a name, or kind minikube with an id",
);

// Answers of STS hold credentials: in clear text they stay on this machine.
const endpoint = text(
  /^(https:\/\/[A-Za-z0-9.-]+|http:\/\/(127\.0\.0\.1|localhost))(:\d{1,5})?$/,
  "a URL of https, or of http on 127.0.0.1, with host and port alone",
);

const name = "[A-Za-z0-9_+=,.@-]";

// Neither wildcards nor blanks are in a name, so the principal is one role and no pattern.
const roleArn = text(
  new RegExp(`^arn:aws:iam::\\d{12}:role/(${name}+/)*${name}{1,64}$`),
  "the ARN of one IAM role, arn:aws:iam::<account>:role/<name>",
);

const permissionSetArn = text(
  new RegExp(
    "^arn:aws:iam::\\d{12}:role/aws-reserved/sso\\.amazonaws\\.com/([a-z0-9-]+/)?" +
      `AWSReservedSSO_${name}{1,32}_[0-9a-f]{16}$`,
  ),
  "the ARN of a permission set's role, arn:aws:iam::<account>:role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_<name>_<suffix>",
);

const roleArns = z.tuple([roleArn], roleArn, "expected a list of role ARNs").readonly();

const assumedBy = z.discriminatedUnion(
  "kind",
  [
    settingsObject({ kind: z.literal("permissionSet"), arn: permissionSetArn }),
    settingsObject({ kind: z.literal("roles"), arns: roleArns }),
    settingsObject({
      kind: z.literal("thirdParty"),
      arns: roleArns,
      externalId: text(/^[A-Za-z0-9_+=,.@:/-]{2,1224}$/, "the external id that was agreed on"),
    }),
  ],
  "expected kind permissionSet with an arn, kind roles with arns, or kind thirdParty with arns and externalId",
);

const team = settingsObject({
  team: text(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/, "the name of a team, such as payments"),
  assumedBy,
  sessionHours: wholeNumber(1, 12).optional(),
  permissionsBoundary: text(
    new RegExp(`^arn:aws:iam::(\\d{12}|aws):policy/(${name}+/)*${name}{1,128}$`),
    "the ARN of an IAM policy, arn:aws:iam::<account>:policy/<name>",
  ).optional(),
  mfa: z.boolean("expected true or false").optional(),
});

/** The part of the configuration that says which roles in AWS let people in. */
export const access = settingsObject({
  account: text(/^\d{12}$/, "an AWS account's id: 12 digits, in quotes"),
  region: text(/^(?!cn-|us-gov-)[a-z]{2}(-[a-z]+)+-\d$/, "a region of AWS, such as eu-west-1"),
  cluster,
  endpoints: settingsObject({ iam: endpoint, sts: endpoint }).optional(),
  teams: z.tuple([team], team, "expected a list of teams with assumedBy").readonly(),
})
  .superRefine(oneOfEachTeam, { when: () => true })
  .superRefine(ofTheAccount, { when: () => true })
  .superRefine(ownEndpoints, { when: () => true });
