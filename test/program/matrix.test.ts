import { expand } from "../../verify/traffic/cells";
import { controlsOf } from "../../verify/traffic/controls";
import { EXPECTED } from "../../verify/expected";
import { judge } from "../../verify/traffic/judge";
import type { Verdict } from "../../verify/verdict";
import { matrixOf } from "../../verify/traffic/matrix";
import { mutations } from "../cluster/mutations";
import { isOfTwoTeams } from "../two-teams";
import { outcomes, type Ports, portsOf, unwalledIn } from "./matrix";
import { policiesOf, type Policy } from "./reachability";
import { runProgram, stackConfig } from "./run-program";

// `npm run verify` asks the cluster; here the same cells are computed from the program's policies.
const cells = expand(matrixOf(EXPECTED), controlsOf(EXPECTED));
let policies: Policy[];
let ports: Ports;

beforeAll(async () => {
  const { registered } = await runProgram(stackConfig("dev"));
  policies = policiesOf(registered);
  ports = portsOf(registered);
});

/** The cells that would not be right, under these policies and the check's own. */
function faults(changed: readonly Policy[]) {
  const seen = outcomes(cells, [...changed, ...unwalledIn(EXPECTED)], ports);
  const observed = new Map(
    [...seen].map(([id, outcomes]) => [
      id,
      outcomes.map((outcome) => ({ via: "pod IP" as const, address: "", outcome, detail: "" })),
    ]),
  );
  const judged = judge(cells, observed);
  const ids = (verdict: Verdict) =>
    judged
      .filter((cell) => cell.verdict === verdict)
      .map(({ id }) => id)
      .sort();
  return { wrong: ids("wrong"), unproven: ids("unproven") };
}

test("every cell of verify's matrix is what the program's policies say", () => {
  expect(faults(policies)).toEqual({ wrong: [], unproven: [] });
});

test.each(Object.entries(mutations))("%s: the cells that the cluster is to show", (_, mutation) => {
  const [namespace, prefix] = mutation.policy;
  const isChanged = (policy: Policy) =>
    policy.namespace === namespace && policy.name.startsWith(prefix);
  expect(policies.filter(isChanged)).toHaveLength(1);
  const changed = policies.flatMap((policy) => {
    if (!isChanged(policy)) return [policy];
    const spec: unknown = mutation.change(policy.spec as object);
    return spec === undefined ? [] : [{ ...policy, spec: spec as Policy["spec"] }];
  });
  const { wrong, unproven } = faults(changed);
  expect({ wrong: wrong.filter(isOfTwoTeams), unproven: unproven.filter(isOfTwoTeams) }).toEqual({
    wrong: [...mutation.wrong].sort(),
    unproven: [...mutation.unproven].sort(),
  });
});
