import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import { isOfCheck } from "./checks";
import { concerns } from "./concerns";
import { madeByController } from "./controllers";
import type { Difference } from "./difference";
import type { Finding, Note } from "./drift";
import { fieldDrift } from "./field-drift";
import { servedOf } from "./inventory";
import type { Scene } from "./look-at-object";
import { broughtByMinikube, ofNewCluster } from "./new-cluster/new-cluster";
import { teamMade } from "./team-made";
import { makerOf } from "./touch";
import { strangerOpensWall } from "./walls";

export interface Strangers {
  readonly findings: readonly Finding[];
  readonly notes: readonly Note[];
}

/** What stands on the cluster besides the program's objects and could touch them. */
export async function lookForStrangers(scene: Scene): Promise<Strangers> {
  const others = scene.inventory.objects.filter(
    (object) => !scene.program.has(nameOf(object)) && concerns(object, scene.program),
  );
  const judged = await Promise.all(others.map((object) => judge(object, scene)));
  return {
    findings: judged.flatMap((one) => (one !== undefined && "kind" in one ? [one] : [])),
    notes: judged.flatMap((one) => (one !== undefined && !("kind" in one) ? [one] : [])),
  };
}

/** Undefined for what a new cluster has, and for what controllers make of the rest. */
async function judge(object: ClusterObject, scene: Scene): Promise<Finding | Note | undefined> {
  const name = nameOf(object);
  if (isOfCheck(object)) return { object: name, reason: "a check that runs now" };
  if (isLeaving(object)) return { object: name, reason: "it is being deleted" };

  const difference = ofNewCluster(object);
  if (difference !== undefined) {
    const finding = otherwise(object, "not as a new cluster has it", difference);
    return finding && { ...finding, kind: "changed" };
  }

  const minikubes = broughtByMinikube(object);
  if (minikubes !== undefined) return { object: name, reason: minikubes };

  const made = madeByController(object, scene);
  if (made !== undefined) {
    const { fields, reason = "not as its controller makes it" } = made;
    return made.reason === undefined ? otherwise(object, reason, fields) : stranger(object, reason);
  }
  const served = servedOf(scene.inventory.kinds, name);
  const teams = served && (await teamMade(object, served, scene));
  return teams === undefined
    ? stranger(object, "not of the program")
    : { object: name, reason: teams };
}

/** How long before and after its time an object that was deleted may take, in ms. */
const longestEnd = 120_000;

function isLeaving({ metadata }: ClusterObject): boolean {
  const end = Date.parse(textOf(metadata.deletionTimestamp));
  return Math.abs(Date.now() - end) < longestEnd;
}

function otherwise(
  object: ClusterObject,
  reason: string,
  found: readonly Difference[],
): Finding | undefined {
  const opensWall = strangerOpensWall(object.kind);
  const fields = found.map((difference) => fieldDrift(object, difference, { opensWall }));
  return fields.length === 0 ? undefined : { ...stranger(object, reason), fields };
}

function stranger(object: ClusterObject, reason: string): Finding {
  const by = makerOf(object);
  return {
    kind: "stranger",
    object: nameOf(object),
    reason,
    fields: [],
    opensWall: strangerOpensWall(object.kind),
    ...(by !== undefined && { by }),
  };
}
