import { CannotCheck } from "../cluster/cannot-check";
import { administrators, messageIn } from "./ask";
import { type ClusterObject, nameOf } from "./cluster-object";
import { stated } from "./compared";
import { withValueAt } from "./json";
import type { Scene } from "./look-at-object";

/** What a team makes in its namespace by itself, each with the reason. */
const teamKinds: Readonly<Record<string, string>> = {
  Deployment: "the team deploys",
  ConfigMap: "the team keeps ConfigMaps",
  Secret: "the team keeps Secrets whose name begins with team-",
};

/**
 * Why an object may be a team's own; undefined if it may not. The API server knows: a dry run asks it
 * to make the object once more, as one of the team, past all that RBAC and the guardrails ask.
 */
export async function teamMade(
  object: ClusterObject,
  { client, inventory, program }: Scene,
): Promise<string | undefined> {
  const reason = teamKinds[object.kind];
  const name = nameOf(object);
  if (reason === undefined || !program.namespaces.has(name.namespace)) return undefined;
  const path = `${inventory.pathOf({ ...name, name: "" })}?dryRun=All`;
  const body = withValueAt(stated(object), ["metadata", "ownerReferences"], undefined);
  for (const group of program.groupsIn(name.namespace)) {
    const headers = { "impersonate-user": `${group}:drift`, "impersonate-group": group };
    const answer = await client.ask({ method: "POST", path, body, headers });
    if (messageIn(answer).includes("cannot impersonate")) {
      throw new CannotCheck(`${messageIn(answer)}\n${administrators}`);
    }
    // That it is there already is said last.
    if (answer.status === 201 || answer.status === 409) return reason;
  }
  return undefined;
}
