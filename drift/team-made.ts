import { CannotCheck } from "../cluster/cannot-check";
import { administrators, messageIn } from "./ask";
import { type ClusterObject, nameOf, textOf } from "./cluster-object";
import { stated } from "./compared";
import { objectIn, valueAt, withValueAt } from "./json";
import type { Scene } from "./look-at-object";

/** What a team makes in its namespace by itself, each with the reason. */
const teamKinds: Readonly<Record<string, string>> = {
  Deployment: "the team deploys",
  ConfigMap: "the team keeps ConfigMaps",
  Secret: "the team keeps Secrets whose name begins with team-",
};

/** Of the quota itself, whatever the object's fields say. */
const tooMany = /^\S+ "[^"]*" is forbidden: exceeded quota: /;

/**
 * Why an object may be a team's own; undefined if it may not. The API server knows: a dry run asks it
 * to make the object once more, as one of the team, past all that RBAC and the guardrails ask.
 */
export async function teamMade(object: ClusterObject, scene: Scene): Promise<string | undefined> {
  const { client, inventory, program } = scene;
  const reason = teamKinds[object.kind];
  const name = nameOf(object);
  if (reason === undefined || !program.namespaces.has(name.namespace)) return undefined;
  const path = `${inventory.pathOf({ ...name, name: "" })}?dryRun=All`;
  const body = withValueAt(stated(object), ["metadata", "ownerReferences"], undefined);
  for (const group of program.teamGroupsOf(name.namespace)) {
    const headers = { "impersonate-user": `${group}:drift`, "impersonate-group": group };
    const answer = await client.ask({ method: "POST", path, body, headers });
    if (messageIn(answer).includes("cannot impersonate")) {
      throw new CannotCheck(`${messageIn(answer)}\n${administrators}`);
    }
    // That it is there already is said last, and that it is one too many after all other refusals.
    if (answer.status === 201 || answer.status === 409 || tooMany.test(messageIn(answer))) {
      return (await breaksPodSecurity(object, scene)) ? undefined : reason;
    }
  }
  return undefined;
}

/** Pod Security refuses pods, and not what makes them: that may be of a time when it was off. */
async function breaksPodSecurity(
  { kind, metadata, spec }: ClusterObject,
  { client, inventory }: Scene,
): Promise<boolean> {
  if (kind !== "Deployment") return false;
  const pods = { kind: "Pod", group: "", namespace: textOf(metadata.namespace), name: "" };
  const template = objectIn(valueAt(spec, ["template"]));
  const body = {
    ...template,
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...objectIn(template.metadata), generateName: "drift-" },
  };
  const path = `${inventory.pathOf(pods)}?dryRun=All`;
  const answer = await client.ask({ method: "POST", path, body });
  return messageIn(answer).includes("violates PodSecurity");
}
