import type { ClusterObject } from "./cluster-object";
import { listIn, textsIn } from "./json";
import type { Program } from "./program";

/** Groups and users that everybody, or every service account, is one of. */
const everybody: readonly string[] = [
  "system:anonymous",
  "system:authenticated",
  "system:serviceaccounts",
  "system:unauthenticated",
];

/** Whether a binding gives rights to the program's people or pods, or to everybody. */
export function reachesProgram({ subjects }: ClusterObject, program: Program): boolean {
  const namespaces = [...program.namespaces];
  return listIn(subjects)
    .map(textsIn)
    .some(({ kind, name = "", namespace = "" }) =>
      kind === "ServiceAccount"
        ? program.namespaces.has(namespace)
        : everybody.includes(name) ||
          program.groups.has(name) ||
          [...program.groups].some((group) => name.startsWith(`${group}:`)) ||
          namespaces.some(
            (it) =>
              name === `system:serviceaccounts:${it}` ||
              name.startsWith(`system:serviceaccount:${it}:`),
          ),
    );
}
