import { selectorLabels, serviceLabels, teamLabels } from "../../components/labels";
import { teamGroup } from "../../components/access/identities";

test("a team's resources say whose they are", () => {
  expect(teamLabels("payments")).toEqual({
    "app.kubernetes.io/part-of": "sre-challenge",
    "app.kubernetes.io/managed-by": "pulumi",
    team: "payments",
  });
});

test("a selector matches on the service's name and on nothing else", () => {
  expect(selectorLabels("payment-provider")).toEqual({
    "app.kubernetes.io/name": "payment-provider",
  });
});

test("a service's resources carry both", () => {
  expect(serviceLabels("payment-provider", "payments")).toEqual({
    "app.kubernetes.io/name": "payment-provider",
    "app.kubernetes.io/part-of": "sre-challenge",
    "app.kubernetes.io/managed-by": "pulumi",
    team: "payments",
  });
});

test("a team's group is not one that EKS reserves", () => {
  expect(teamGroup("payments")).toBe("team:payments");
});
