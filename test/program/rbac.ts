import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { parseRbacObjects, type RbacObject, rbacKinds } from "../../rbac/rbac-objects";
import type { Registered } from "../components/recorder";

/** The objects by which RBAC decides among those that a program registered. */
export function rbacOf(registered: readonly Registered[]): RbacObject[] {
  return parseRbacObjects(
    registered.map(({ inputs }) => inputs).filter(({ kind }) => rbacKinds.includes(String(kind))),
  );
}

/** What every cluster grants to everybody who calls. */
export const bootstrapRoles = readRoles("bootstrap-roles.yaml");

/** What every cluster grants to an account of kube-system through which everything is reached. */
export const controllerRoles = readRoles("controller-roles.yaml");

function readRoles(file: string): RbacObject[] {
  const text = readFileSync(join(__dirname, "../../rbac", file), "utf8");
  return parseRbacObjects(load(text) as unknown[]);
}
