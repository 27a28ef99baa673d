import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import { type AwsAccess, clusterId, roleName, roleNameLength } from "./aws-access";
import { awsProviderArgs } from "./aws-provider";
import { IamAuthenticator } from "./iam-authenticator";
import { platformTeam, viewersTeam } from "./identities";
import { TeamAccess } from "./team-access";

export interface PeopleAccessArgs {
  /** The teams with a namespace; beside them come the on-call and auditors, and the platform's. */
  readonly teams: readonly TeamNamespace[];
  /**
   * The teams' roles in AWS.
   * @default none: nothing of AWS is made or asked for
   */
  readonly aws?: AwsAccess | undefined;
}

/** What a person has to know to come in as a member of a team, and a check to know the team by. */
interface TeamEntrance {
  readonly group: string;
  /** These two are there if the team has a namespace. */
  readonly namespace?: pulumi.Output<string>;
  readonly runAsUser?: number;
  /** These three are there if the team has a role. */
  readonly roleArn?: pulumi.Output<string>;
  readonly clusterId?: string;
  readonly region?: string;
}

/**
 * The ways of people into the cluster, for all teams.
 *
 * @throws pulumi.RunError for a role of a team that is none or whose name is too long for IAM, and for two teams
 * that run as one user.
 */
export class PeopleAccess extends pulumi.ComponentResource {
  /** By team. */
  readonly outputs: Readonly<Record<string, TeamEntrance>>;

  constructor(name: string, args: PeopleAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:PeopleAccess", name, {}, opts);
    const { aws } = args;
    refuseOneUserOfTwo(args.teams);
    const homes = new Map(args.teams.map((home) => [home.team, home]));
    const teams = [...homes.keys(), viewersTeam, platformTeam];
    refuseRoles(aws, teams);
    const onAws = aws && {
      parent: this,
      provider: new Provider("aws", awsProviderArgs(aws), { parent: this }),
    };
    const accesses = teams.map((team) => {
      const role = aws?.teams.find((one) => one.team === team);
      const access = new TeamAccess(
        `team-${team}`,
        { team, aws: aws && role && { account: aws, role } },
        onAws ?? { parent: this },
      );
      return [team, access] as const;
    });
    if (aws?.cluster.kind === "minikube") {
      new IamAuthenticator(
        "aws-iam-authenticator",
        {
          clusterId: clusterId(aws.cluster),
          roles: pulumi.all(accesses.flatMap(([, { role }]) => role ?? [])),
        },
        { parent: this },
      );
    }
    this.outputs = Object.fromEntries(
      accesses.map(([team, access]) => [team, entrance(access, homes.get(team), aws)]),
    );
    this.registerOutputs({ outputs: this.outputs });
  }
}

function refuseOneUserOfTwo(teams: readonly TeamNamespace[]): void {
  for (const { team, user } of teams) {
    const other = teams.find((one) => one.user === user && one.team !== team);
    if (other !== undefined) {
      throw new pulumi.RunError(
        `team ${team}: user ${user} is that of ${other.team}, too; give each a number of its own`,
      );
    }
  }
}

function refuseRoles(aws: AwsAccess | undefined, teams: readonly string[]): void {
  aws?.teams.forEach(({ team }, i) => {
    const { length } = roleName(aws.cluster, team);
    if (!teams.includes(team)) {
      throw new pulumi.RunError(
        `access.teams[${i}].team: "${team}" is not a team; expected one of ${teams.join(", ")}`,
      );
    }
    if (length > roleNameLength) {
      throw new pulumi.RunError(
        `access.cluster: "${clusterId(aws.cluster)}" makes the name of the role of ${team} ${length} long; ` +
          `expected one that is ${length - roleNameLength} shorter`,
      );
    }
  });
}

function entrance(
  { group, role }: TeamAccess,
  home: TeamNamespace | undefined,
  aws: AwsAccess | undefined,
): TeamEntrance {
  return {
    group,
    ...(home && { namespace: home.name, runAsUser: home.user }),
    ...(aws &&
      role && {
        roleArn: role.roleArn,
        clusterId: clusterId(aws.cluster),
        region: aws.region,
      }),
  };
}
