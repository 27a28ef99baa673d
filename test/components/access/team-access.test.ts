import type { AwsAccount, AwsCluster } from "../../../components/access/aws-access";
import { permissionPolicy } from "../../../components/access/permission-policy";
import { TeamAccess } from "../../../components/access/team-access";
import type { TeamRole } from "../../../components/access/team-role";
import { trustPolicy } from "../../../components/access/trust-policy";
import { record, type Registered } from "../recorder";
import { principals } from "./principals";

const eks: AwsCluster = { kind: "eks", name: "shop" };
const minikube: AwsCluster = { kind: "minikube", id: "shop" };
const accountWith = (cluster: AwsCluster): AwsAccount => ({
  account: "123456789012",
  region: "eu-west-1",
  cluster,
});

async function make(cluster: AwsCluster, role: TeamRole) {
  const { result, registered } = await record(() => {
    const {
      group,
      userName,
      role: made,
    } = new TeamAccess("pay", {
      team: "payments",
      aws: { account: accountWith(cluster), role },
    });
    return { group, userName, role: made };
  });
  const one = (type: string): Registered | undefined =>
    registered.find((resource) => resource.type === type);
  return { result, registered, one };
}

describe("on EKS", () => {
  let made: Awaited<ReturnType<typeof make>>;

  beforeAll(async () => {
    made = await make(eks, { assumedBy: principals.permissionSet });
  });

  test("is a role, what it may do in AWS, and the cluster's entry for it", () => {
    expect(made.registered.map(({ key }) => key).sort()).toEqual([
      "aws:eks/accessEntry:AccessEntry::pay",
      "aws:iam/role:Role::pay",
      "aws:iam/rolePolicy:RolePolicy::pay",
      "sre-challenge:TeamAccess::pay",
    ]);
    const children = made.registered.filter(({ type }) => type.startsWith("aws:"));
    expect(new Set(children.map(({ parent }) => parent))).toEqual(
      new Set(["sre-challenge:TeamAccess::pay"]),
    );
  });

  test("makes the role for those who may assume it, for an hour", () => {
    expect(made.one("aws:iam/role:Role")?.inputs).toEqual({
      name: "shop-team-payments",
      description: "People of the team payments",
      assumeRolePolicy: JSON.stringify(trustPolicy(principals.permissionSet)),
      maxSessionDuration: 3600,
    });
  });

  test("allows the role to describe the cluster", () => {
    expect(made.one("aws:iam/rolePolicy:RolePolicy")?.inputs).toEqual({
      name: "describe-cluster",
      role: "shop-team-payments",
      policy: JSON.stringify(permissionPolicy("arn:aws:eks:eu-west-1:123456789012:cluster/shop")),
    });
  });

  test("maps the role to the group, with nothing of AWS's own policies", () => {
    expect(made.one("aws:eks/accessEntry:AccessEntry")?.inputs).toEqual({
      clusterName: "shop",
      principalArn: "arn:aws:iam::123456789012:role/shop-team-payments",
      type: "STANDARD",
      userName: "team:payments:{{SessionName}}",
      kubernetesGroups: ["team:payments"],
    });
  });

  test("makes the entry anew for a role that was made anew", () => {
    expect(made.one("aws:eks/accessEntry:AccessEntry")).toMatchObject({
      replacementTrigger: "AROA-shop-team-payments",
      deletedFirst: true,
    });
  });

  test("tells what the role is mapped to", () => {
    const identity = { group: "team:payments", userName: "team:payments:{{SessionName}}" };
    expect(made.result).toEqual({
      ...identity,
      role: {
        ...identity,
        roleArn: "arn:aws:iam::123456789012:role/shop-team-payments",
        roleId: "AROA-shop-team-payments",
      },
    });
  });
});

test("on Minikube there is no entry", async () => {
  const { registered } = await make(minikube, { assumedBy: principals.roles });
  expect(registered.map(({ type }) => type).sort()).toEqual([
    "aws:iam/role:Role",
    "aws:iam/rolePolicy:RolePolicy",
    "sre-challenge:TeamAccess",
  ]);
});

test("takes the session's length, the boundary and the second factor as options", async () => {
  const permissionsBoundary = "arn:aws:iam::123456789012:policy/people";
  const { one } = await make(minikube, {
    assumedBy: principals.roles,
    sessionHours: 12,
    permissionsBoundary,
    mfa: true,
  });
  expect(one("aws:iam/role:Role")?.inputs).toMatchObject({
    maxSessionDuration: 43200,
    permissionsBoundary,
    assumeRolePolicy: JSON.stringify(trustPolicy(principals.roles, true)),
  });
});

test("without AWS it is the group alone", async () => {
  const { result, registered } = await record(() => {
    const { group, userName, role } = new TeamAccess("pay", { team: "payments" });
    return { group, userName, role };
  });
  expect(registered.map(({ key }) => key)).toEqual(["sre-challenge:TeamAccess::pay"]);
  expect(result).toEqual({
    group: "team:payments",
    userName: "team:payments:{{SessionName}}",
    role: undefined,
  });
});
