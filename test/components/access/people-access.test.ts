import { PeopleAccess, TeamNamespace } from "../../../components";
import type { AwsAccess } from "../../../components/access/aws-access";
import { record } from "../recorder";
import { principals } from "./principals";

const payments = { team: "payments", user: 20002 };
const refunds = { team: "refunds", user: 20003 };

function roles(id: string, ...teams: readonly string[]): AwsAccess {
  return {
    account: "123456789012",
    region: "eu-west-1",
    cluster: { kind: "minikube", id },
    teams: teams.map((team) => ({ team, assumedBy: principals.roles })),
  };
}

/** What the component says, or why it refuses. */
async function make(teams: readonly (typeof payments)[], aws?: AwsAccess): Promise<unknown> {
  const { result } = await record(() => {
    const homes = teams.map((args) => new TeamNamespace(args.team, args));
    try {
      return new PeopleAccess("people", { teams: homes, aws }).outputs;
    } catch (error) {
      return String(error);
    }
  });
  return result;
}

test("lets in the people of the teams that it is given, the viewers and the platform's", async () => {
  expect(await make([refunds, payments], roles("shop", "refunds"))).toEqual({
    refunds: {
      group: "team:refunds",
      namespace: "refunds",
      runAsUser: 20003,
      roleArn: "arn:aws:iam::123456789012:role/shop-team-refunds",
      clusterId: "shop",
      region: "eu-west-1",
    },
    payments: { group: "team:payments", namespace: "payments", runAsUser: 20002 },
    viewers: { group: "team:viewers" },
    platform: { group: "team:platform" },
  });
});

test("two teams of one user are refused", async () => {
  expect(await make([payments, { ...refunds, user: payments.user }])).toBe(
    "Error: team payments: user 20002 is that of refunds, too; give each a number of its own",
  );
});

test("a role of a team that is none is refused, with those that there are", async () => {
  expect(await make([payments], roles("shop", "payments", "billing"))).toBe(
    'Error: access.teams[1].team: "billing" is not a team; expected one of payments, viewers, platform',
  );
});

test("a cluster's name is as long as IAM takes the name of each team's role, and no longer", async () => {
  const longest = "c".repeat(64 - "-team-payments".length);
  expect(await make([payments], roles(longest, "payments"))).toHaveProperty(
    "payments.clusterId",
    longest,
  );
  expect(await make([payments], roles(`${longest}cc`, "payments"))).toBe(
    `Error: access.cluster: "${longest}cc" makes the name of the role of payments 66 long; expected one that is 2 shorter`,
  );
});
