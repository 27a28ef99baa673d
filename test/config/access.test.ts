import { parseSettings } from "../../config/settings";
import { faults } from "./faults";
import { settingsOf } from "./settings-of";

const rest = settingsOf("dev");

const boundary = "arn:aws:iam::123456789012:policy/people/boundary";
const engineer = "arn:aws:iam::123456789012:role/people/engineer";
const auditor = "arn:aws:iam::210987654321:role/auditor";
const sso = (
  name = "PaymentsTeam",
  { region = "eu-west-1/", account = "123456789012", suffix = "0123456789abcdef" } = {},
) =>
  `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/${region}AWSReservedSSO_${name}_${suffix}`;

const payments = { team: "payments", assumedBy: { kind: "permissionSet", arn: sso() } };
const minikube = {
  account: "123456789012",
  region: "eu-west-1",
  cluster: { kind: "minikube", id: "sre-challenge" },
  endpoints: { iam: "http://127.0.0.1:5500", sts: "https://sts.example.com" },
  teams: [
    { ...payments, sessionHours: 12, permissionsBoundary: boundary, mfa: true },
    { team: "invoices", assumedBy: { kind: "roles", arns: [engineer] } },
    {
      team: "viewers",
      assumedBy: { kind: "thirdParty", arns: [auditor], externalId: "agreed/2f9c" },
    },
  ],
};
const eks = {
  account: "123456789012",
  region: "us-east-1",
  cluster: { kind: "eks", name: "sre-challenge" },
  teams: [
    { team: "platform", assumedBy: { kind: "permissionSet", arn: sso("Ops", { region: "" }) } },
  ],
};

const withAccess = (access: unknown) => ({ ...rest, access });

test.each([minikube, eks])(
  "reads the access by AWS of a cluster of kind $cluster.kind",
  (access) => {
    expect(parseSettings(withAccess(access), "dev").access).toEqual(access);
  },
);

test("needs no AWS", () => {
  expect(parseSettings(rest, "dev")).not.toHaveProperty("access");
});

test("takes a boundary that is AWS's own policy", () => {
  const teams = [{ ...payments, permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" }];
  expect(faults(withAccess({ ...eks, teams }))).toEqual([]);
});

const changed = (change: object) => withAccess({ ...eks, ...change });
const cluster = (change: object) => changed({ cluster: change });
const team = (change: object) => changed({ teams: [{ ...payments, ...change }] });
const assumedBy = (change: object) => team({ assumedBy: change });
const permissionSet = (arn: string) => assumedBy({ kind: "permissionSet", arn });
const roles = (...arns: unknown[]) => assumedBy({ kind: "roles", arns });
const thirdParty = (change: object) =>
  assumedBy({ kind: "thirdParty", arns: [auditor], externalId: "agreed-2f9c", ...change });

const teams = "expected the name of a team, such as payments";
const id =
  "expected at most 57 letters, digits, hyphens and underscores: the name of a team's role is made of it";
const role = "expected the ARN of one IAM role, arn:aws:iam::<account>:role/<name>";
const reserved =
  "expected the ARN of a permission set's role, arn:aws:iam::<account>:role/aws-reserved/sso.amazonaws.com/<region>/AWSReservedSSO_<name>_<suffix>";
const ours = "expected one of the account 123456789012";
const kinds =
  "expected kind permissionSet with an arn, kind roles with arns, or kind thirdParty with arns and externalId";
const url = "expected a URL of https, or of http on 127.0.0.1, with host and port alone";
const long = "c".repeat(64);
const arnOf = "access.teams[0].assumedBy.arn";

test.each<[fault: string, raw: object]>([
  [
    "access.account: 123456789012 is not valid; expected an AWS account's id: 12 digits, in quotes",
    changed({ account: 123456789012 }),
  ],
  [
    'access.account: "12345678901" is not valid; expected an AWS account\'s id: 12 digits, in quotes',
    changed({ account: "12345678901" }),
  ],
  [
    'access.region: "europe" is not valid; expected a region of AWS, such as eu-west-1',
    changed({ region: "europe" }),
  ],
  [
    'access.region: "cn-north-1" is not valid; expected a region of AWS, such as eu-west-1',
    changed({ region: "cn-north-1" }),
  ],
  [
    "access.cluster: nothing is set; expected kind eks with a name, or kind minikube with an id",
    changed({ cluster: undefined }),
  ],
  [
    'access.cluster.kind: "gke" is not valid; expected kind eks with a name, or kind minikube with an id',
    cluster({ kind: "gke" }),
  ],
  [
    'access.cluster.id: "shop" is not a setting; expected one of kind, name',
    cluster({ kind: "eks", name: "shop", id: "shop" }),
  ],
  [
    'access.cluster.name: "shop" is not a setting; expected one of kind, id',
    cluster({ kind: "minikube", id: "shop", name: "shop" }),
  ],
  [`access.cluster.name: "${long}" is not valid; ${id}`, cluster({ kind: "eks", name: long })],
  [`access.cluster.id: "${long}" is not valid; ${id}`, cluster({ kind: "minikube", id: long })],
  [`access.cluster.name: "shop " is not valid; ${id}`, cluster({ kind: "eks", name: "shop " })],
  [
    'access.endpoints: {"iam":"https://iam.example.com","sts":"https://sts.example.com"} is not valid; expected none for a cluster of kind eks',
    changed({ endpoints: { iam: "https://iam.example.com", sts: "https://sts.example.com" } }),
  ],
  [
    `access.endpoints.iam: "http://iam.example.com" is not valid; ${url}`,
    withAccess({
      ...minikube,
      endpoints: { ...minikube.endpoints, iam: "http://iam.example.com" },
    }),
  ],
  [
    `access.endpoints.sts: nothing is set; ${url}`,
    withAccess({ ...minikube, endpoints: { iam: "http://127.0.0.1:5500" } }),
  ],
  [
    'access.accessKey: "AKIA" is not a setting; expected one of account, region, cluster, endpoints, teams',
    changed({ accessKey: "AKIA" }),
  ],
  [
    'access.teams: "payments" is not valid; expected a list of teams with assumedBy',
    changed({ teams: "payments" }),
  ],
  [`access.teams[0].team: "Billing" is not valid; ${teams}`, team({ team: "Billing" })],
  [
    `access.teams[0].team: "system:masters" is not valid; ${teams}`,
    team({ team: "system:masters" }),
  ],
  [`access.teams[0].team: "${long}" is not valid; ${teams}`, team({ team: long })],
  [`access.teams[0].team: "payments " is not valid; ${teams}`, team({ team: "payments " })],
  [
    'access.teams[2].team: "payments" is not valid; expected each team at most once',
    changed({ teams: [payments, ...eks.teams, payments] }),
  ],
  [`access.teams[0].assumedBy: nothing is set; ${kinds}`, team({ assumedBy: undefined })],
  [`access.teams[0].assumedBy: "*" is not valid; ${kinds}`, team({ assumedBy: "*" })],
  [`access.teams[0].assumedBy.kind: "user" is not valid; ${kinds}`, assumedBy({ kind: "user" })],
  [
    'access.teams[0].assumedBy.externalId: "x" is not a setting; expected one of kind, arns',
    assumedBy({ kind: "roles", arns: [engineer], externalId: "x" }),
  ],
  [`access.teams[0].assumedBy.arns[0]: nothing is set; ${role}`, roles()],
  [`access.teams[0].assumedBy.arns[0]: "*" is not valid; ${role}`, roles("*")],
  ...[
    "arn:aws:iam::123456789012:user/alice",
    "arn:aws:iam::123456789012:root",
    "arn:aws:iam::123456789012:role/*",
    "arn:aws:iam::*:role/engineer",
    "arn:aws:iam::123456789012:role/engineer ",
    " arn:aws:iam::123456789012:role/engineer",
    "arn:aws:iam::123456789012:role/engineer\n",
    "arn:aws:iam::12345678901:role/engineer",
    "arn:aws:sts::123456789012:assumed-role/engineer/alice",
    `arn:aws:iam::123456789012:role/${"r".repeat(65)}`,
    "123456789012",
  ].map((arn): [string, object] => [
    `access.teams[0].assumedBy.arns[1]: ${JSON.stringify(arn)} is not valid; ${role}`,
    roles(engineer, arn),
  ]),
  [
    `access.teams[0].assumedBy.arns[1]: "${auditor}" is not valid; ${ours}`,
    roles(engineer, auditor),
  ],
  [`${arnOf}: "*" is not valid; ${reserved}`, permissionSet("*")],
  [`${arnOf}: "${engineer}" is not valid; ${reserved}`, permissionSet(engineer)],
  [`${arnOf}: "${sso("*")}" is not valid; ${reserved}`, permissionSet(sso("*"))],
  [`${arnOf}: "${sso(long)}" is not valid; ${reserved}`, permissionSet(sso(long))],
  [`${arnOf}: "${sso()} " is not valid; ${reserved}`, permissionSet(`${sso()} `)],
  [
    `${arnOf}: "${sso("A", { suffix: "*" })}" is not valid; ${reserved}`,
    permissionSet(sso("A", { suffix: "*" })),
  ],
  [
    `${arnOf}: "${sso("A", { account: "210987654321" })}" is not valid; ${ours}`,
    permissionSet(sso("A", { account: "210987654321" })),
  ],
  [
    `access.teams[0].assumedBy.arns[0]: "${engineer}" is not valid; expected a role of another account; kind roles is for our own`,
    thirdParty({ arns: [engineer] }),
  ],
  [
    "access.teams[0].assumedBy.externalId: nothing is set; expected the external id that was agreed on",
    thirdParty({ externalId: undefined }),
  ],
  [
    'access.teams[0].assumedBy.externalId: "*" is not valid; expected the external id that was agreed on',
    thirdParty({ externalId: "*" }),
  ],
  [
    "access.teams[0].sessionHours: 0 is too small; expected a whole number from 1 to 12",
    team({ sessionHours: 0 }),
  ],
  [
    "access.teams[0].sessionHours: 13 is too large; expected a whole number from 1 to 12",
    team({ sessionHours: 13 }),
  ],
  [
    "access.teams[0].sessionHours: 1.5 is not valid; expected a whole number from 1 to 12",
    team({ sessionHours: 1.5 }),
  ],
  [
    'access.teams[0].permissionsBoundary: "arn:aws:iam::123456789012:role/people" is not valid; expected the ARN of an IAM policy, arn:aws:iam::<account>:policy/<name>',
    team({ permissionsBoundary: "arn:aws:iam::123456789012:role/people" }),
  ],
  [
    `access.teams[0].permissionsBoundary: "arn:aws:iam::210987654321:policy/people" is not valid; ${ours}`,
    team({ permissionsBoundary: "arn:aws:iam::210987654321:policy/people" }),
  ],
  ['access.teams[0].mfa: "yes" is not valid; expected true or false', team({ mfa: "yes" })],
])("%s", (fault, raw) => {
  expect(faults(raw)).toEqual([fault]);
});

test("tells of what spans fields beside what is wrong with one", () => {
  const access = {
    ...eks,
    region: "nowhere",
    teams: [payments, { ...payments, assumedBy: { kind: "roles", arns: [auditor, "*"] } }],
  };
  expect(faults(withAccess(access))).toEqual([
    'access.region: "nowhere" is not valid; expected a region of AWS, such as eu-west-1',
    `access.teams[1].assumedBy.arns[0]: "${auditor}" is not valid; ${ours}`,
    `access.teams[1].assumedBy.arns[1]: "*" is not valid; ${role}`,
    'access.teams[1].team: "payments" is not valid; expected each team at most once',
  ]);
});
