import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { parseRbacObjects, type RbacObject, rbacKinds } from "../../access/rbac-objects";
import type { Registered } from "../components/recorder";

/** The objects by which RBAC decides among those that a program registered. */
export function rbacOf(registered: readonly Registered[]): RbacObject[] {
  return parseRbacObjects(
    registered.map(({ inputs }) => inputs).filter(({ kind }) => rbacKinds.includes(String(kind))),
  );
}

/** What every cluster grants to everybody who calls. */
export const bootstrapRoles = parseRbacObjects(
  load(readFileSync(join(__dirname, "../../access/bootstrap-roles.yaml"), "utf8")) as unknown[],
);
