import { Provider } from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import { type AwsAccess, clusterId } from "./aws-access";
import { awsProviderArgs } from "./aws-provider";
import { IamAuthenticator } from "./iam-authenticator";
import { TeamAccess } from "./team-access";
import { type Team, teams } from "./teams";

export interface PeopleAccessArgs {
  /**
   * The teams' roles in AWS.
   * @default none: nothing of AWS is made or asked for
   */
  readonly aws?: AwsAccess | undefined;
}

/** What a person has to know to come in as a member of a team. */
interface TeamEntrance {
  readonly group: string;
  /** These three are there if the team has a role. */
  readonly roleArn?: pulumi.Output<string>;
  readonly clusterId?: string;
  readonly region?: string;
}

/** The ways of people into the cluster, for all teams. */
export class PeopleAccess extends pulumi.ComponentResource {
  readonly outputs: Readonly<Record<Team, TeamEntrance>>;

  constructor(name: string, args: PeopleAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:PeopleAccess", name, {}, opts);
    const { aws } = args;
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
      accesses.map(([team, access]) => [team, entrance(access, aws)]),
    ) as Record<Team, TeamEntrance>;
    this.registerOutputs({ outputs: this.outputs });
  }
}

function entrance({ group, role }: TeamAccess, aws: AwsAccess | undefined): TeamEntrance {
  return {
    group,
    ...(aws &&
      role && {
        roleArn: role.roleArn,
        clusterId: clusterId(aws.cluster),
        region: aws.region,
      }),
  };
}
