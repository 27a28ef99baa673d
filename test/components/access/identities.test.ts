import {
  breakGlassGroup,
  breakGlassUser,
  platformTeam,
  teamGroup,
  teamUser,
  viewersTeam,
} from "../../../components/access/identities";

test("groups and users are not ones that Kubernetes or EKS reserve, and carry the person", () => {
  expect([teamGroup("payments"), teamUser("payments", "alice")]).toEqual([
    "team:payments",
    "team:payments:alice",
  ]);
  expect([breakGlassGroup("payments"), breakGlassUser("payments", "alice")]).toEqual([
    "break-glass:payments",
    "break-glass:payments:alice",
  ]);
  expect([platformTeam, viewersTeam]).toEqual(["platform", "viewers"]);
});
