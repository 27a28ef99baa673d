import { chainsIn } from "../../access/escalation/chains";
import { loadMatrix } from "../../access/matrix";
import { parseStackOutputs } from "../../cluster/stack";
import type { Registered } from "../../render/recorder";
import { clusterOf } from "../../test/program/cluster";
import { outcomes, portsOf, unwalledIn } from "../../test/program/matrix";
import { policiesOf } from "../../test/program/reachability";
import { representatives } from "../../test/program/team-classes";
import { expand } from "../../verify/traffic/cells";
import { controlsOf } from "../../verify/traffic/controls";
import type { Expected } from "../../verify/expected";
import { judge } from "../../verify/traffic/judge";
import { matrixOf } from "../../verify/traffic/matrix";

/** Judges each cell of what is expected by the policies, as the tests of the program do; says how many there are. */
export function provePairs(expected: Expected, registered: readonly Registered[]): number {
  const cells = expand(matrixOf(expected), controlsOf(expected));
  const policies = [...policiesOf(registered), ...unwalledIn(expected)];
  const observed = new Map(
    [...outcomes(cells, policies, portsOf(registered), expected)].map(([id, seen]) => [
      id,
      seen.map((outcome) => ({ via: "pod IP" as const, address: "", outcome, detail: "" })),
    ]),
  );
  const other = judge(cells, observed).find(({ verdict }) => verdict !== "right");
  if (other !== undefined) throw new Error(`${other.id}: ${other.verdict}`);
  return cells.length;
}

/** The same of two teams of each class: all others differ from these by their names alone. */
export function proveClasses(expected: Expected, registered: readonly Registered[]): number {
  return provePairs(representatives(expected, policiesOf(registered)), registered);
}

/** Who becomes whom by the rights that he has: a team's people reach accounts of their own namespace alone. */
export function proveRights(exported: unknown, registered: readonly Registered[]): number {
  const { subjects } = loadMatrix(parseStackOutputs(JSON.stringify(exported)));
  const chainsOf = chainsIn(clusterOf(registered));
  const counts = [...subjects].map(([subject, identity]) => {
    const chains = chainsOf(identity);
    const gains = new Set(chains.flatMap((chain) => chain.flatMap((step) => step.gains)));
    const homes = new Set([...gains].map((gain) => gain.split("/")[0]));
    if (homes.size > 1 && subject !== "platform") {
      throw new Error(`${subject} reaches ${[...gains].join(", ")}`);
    }
    return chains.length;
  });
  return counts.reduce((sum, count) => sum + count, 0);
}
