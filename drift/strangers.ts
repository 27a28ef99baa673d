import { type ClusterObject, nameOf } from "./cluster-object";
import { isOfCheck } from "./checks";
import { fieldDrift } from "./compared";
import { concerns } from "./concerns";
import { madeByController } from "./controllers";
import type { Difference } from "./difference";
import type { Finding, Note } from "./drift";
import { deletedAndStays, isDeleted, isLeaving } from "./leaving";
import type { Scene } from "./look-at-object";
import { ofNewCluster } from "./new-cluster/new-cluster";
import { teamMade } from "./team-made";
import { makerOf } from "./touch";
import { strangerOpensWall } from "./walls";

/** What stands on the cluster besides the program's objects and could touch them. */
export async function lookForStrangers(scene: Scene): Promise<readonly (Finding | Note)[]> {
  const { inventory, program } = scene;
  const others = inventory.objects.filter(
    (object) => !program.has(nameOf(object)) && concerns(object, program),
  );
  return (await Promise.all(others.map((object) => judge(object, scene)))).flat();
}

/** Nothing of what a new cluster has, and of what controllers make of the rest. */
async function judge(object: ClusterObject, scene: Scene): Promise<readonly (Finding | Note)[]> {
  const note = (reason: string) => [{ object: nameOf(object), reason }];
  if (isOfCheck(object)) return note("a check that runs now");
  if (isLeaving(object)) return note("it is being deleted");

  const changes = ofNewCluster(object);
  if (changes?.length === 0) return [];
  if (changes !== undefined) {
    return [{ ...stranger(object, "not as a new cluster has it", changes), kind: "changed" }];
  }

  const faults = madeByController(object, scene);
  if (faults?.length === 0) return [];
  if (typeof faults === "string") return [stranger(object, faults)];
  if (faults !== undefined) return [stranger(object, "not as its controller makes it", faults)];

  const teams = await teamMade(object, scene);
  if (teams !== undefined) return note(teams);
  return [stranger(object, isDeleted(object) ? deletedAndStays : "not of the program")];
}

function stranger(
  object: ClusterObject,
  reason: string,
  found: readonly Difference[] = [],
): Finding {
  const opensWall = strangerOpensWall(object.kind);
  const by = makerOf(object);
  return {
    kind: "stranger",
    object: nameOf(object),
    reason,
    fields: found.map((difference) => fieldDrift(object, difference, { opensWall })),
    opensWall,
    ...(by !== undefined && { by }),
  };
}
