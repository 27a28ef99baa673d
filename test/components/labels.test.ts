import { selectorLabels, serviceLabels, teamLabels } from "../../components/labels";

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
