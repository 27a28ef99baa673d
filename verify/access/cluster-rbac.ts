import { parseRbacObjects, type RbacObject, rbacKinds } from "../../rbac/rbac-objects";
import { CannotCheck } from "../../cluster/cannot-check";
import type { ApiClient } from "../../cluster/api-client";

const api = "/apis/rbac.authorization.k8s.io/v1";

/** All objects by which RBAC decides on the cluster. */
export async function rbacObjects(administrator: ApiClient): Promise<RbacObject[]> {
  const lists = await Promise.all(
    rbacKinds.map(async (kind) => {
      const path = `${api}/${kind.toLowerCase()}s`;
      const { status, body } = await administrator.ask({ method: "GET", path });
      const { items } = Object(body) as { items?: readonly object[] };
      if (items === undefined) throw new CannotCheck(`GET ${path}: HTTP ${status}`);
      // A list says the kind of its items once, for all of them.
      return items.map((item) => ({ ...item, kind }));
    }),
  );
  return parseRbacObjects(lists.flat());
}
