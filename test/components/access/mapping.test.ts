import {
  breakGlassGroup,
  breakGlassUser,
  platformTeam,
  teamGroup,
  teamUser,
  viewersTeam,
} from "../../../components/access/identities";
import { clusterArn, roleName } from "../../../components/access/aws-access";
import { mappingFile, teamIdentity } from "../../../components/access/identity-mapping";

test("a team's group and its people's users", () => {
  expect(teamGroup("payments")).toBe("team:payments");
  expect(teamUser("payments", "alice")).toBe("team:payments:alice");
  expect(breakGlassGroup("payments")).toBe("break-glass:payments");
  expect(breakGlassUser("payments", "alice")).toBe("break-glass:payments:alice");
});

test.each(["payments", viewersTeam, platformTeam])(
  "what %s is to Kubernetes, EKS takes",
  (team) => {
    const { group, userName } = teamIdentity(team);
    expect(group).not.toMatch(/^(system|eks|aws|amazon|iam):/);
    expect(userName).not.toMatch(/^(system|eks|aws|amazon|iam):/);
    expect(userName).toMatch(/^[^{]+:\{\{SessionName\}\}$/);
  },
);

test("the mapping file has the role's unique id, the user and the group of each, and no account", () => {
  const payments = {
    ...teamIdentity("payments"),
    roleArn: "arn:aws:iam::123456789012:role/shop-team-payments",
    roleId: "AROAEXAMPLE",
  };
  expect(JSON.parse(mappingFile([payments]))).toEqual({
    mapRoles: [
      {
        rolearn: "arn:aws:iam::123456789012:role/shop-team-payments",
        userid: "AROAEXAMPLE",
        username: "team:payments:{{SessionName}}",
        groups: ["team:payments"],
      },
    ],
    mapUsers: [],
    mapAccounts: [],
  });
});

test.each([
  { kind: "eks", name: "shop" },
  { kind: "minikube", id: "shop" },
] as const)("the cluster of kind $kind has one ARN, and one prefix of role names", (cluster) => {
  expect(clusterArn({ account: "123456789012", region: "eu-west-1", cluster })).toBe(
    "arn:aws:eks:eu-west-1:123456789012:cluster/shop",
  );
  expect(roleName(cluster, "payments")).toBe("shop-team-payments");
});
