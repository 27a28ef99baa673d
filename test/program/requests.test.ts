import { type StackOutputs, parseStackOutputs } from "../../cluster/stack";
import { EXPECTED } from "../../verify/expected";
import type { Registered } from "../components/recorder";
import { twoTeams } from "../two-teams";
import { atTheirMost, ofDefault, ofQuota, type Requests, sum } from "./requests";
import { runProgram, stackConfig } from "./run-program";
import { checksIn, elsewhere, kubeSystem, smallestNode } from "./smallest-node";

const { teams } = twoTeams;

// Both stacks on the node of Minikube: on EKS less of a node is kube-system's, as the control plane is not on it.
describe.each(["dev", "eks"])("the pods of the stack %s", (stack) => {
  let registered: readonly Registered[];
  let outputs: StackOutputs;

  beforeAll(async () => {
    const run = await runProgram(stackConfig(stack));
    registered = run.registered;
    outputs = parseStackOutputs(JSON.stringify(run.result));
  });

  test.each(EXPECTED.teams)(
    "of %s at their most fit the quota, with a proof and an emergency",
    (team) => {
      const most = sum([
        atTheirMost(registered, team),
        checksIn(team, outputs),
        // A Job of break-glass.
        ofDefault(registered, team),
      ]);
      expectFit(most, ofQuota(registered, team));
    },
  );

  test("of both teams fit the smallest node when each has filled its quota", () => {
    const all = sum([kubeSystem, elsewhere, ...teams.map((team) => ofQuota(registered, team))]);
    expectFit(all, smallestNode);
  });
});

/** Nothing here is more than there is. */
function expectFit(asked: Requests, available: Requests): void {
  const tooMuch = (["cpu", "memory", "pods"] as const).filter(
    (resource) => !(asked[resource] <= available[resource] + 1e-9),
  );
  expect({ tooMuch, asked, available }).toEqual({ tooMuch: [], asked, available });
}
