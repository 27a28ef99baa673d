import type { ApiRequest } from "../../cluster/api-client";
import type { Ask } from "../../why/ask";
import { look, type Look } from "../../why/look";

const namespaces = {
  "/api/v1/namespaces": [{ metadata: { name: "payments" }, status: { phase: "Active" } }],
};

/** The time at which tests look. */
export const now = Date.parse("2026-01-01T12:00:00Z");

/** An API server with these lists, by path; what is not named is empty. */
export class FakeCluster {
  readonly asked: ApiRequest[] = [];

  constructor(
    private readonly lists: Readonly<Record<string, readonly object[]>>,
    private readonly others: Readonly<Record<string, { status: number; body: unknown }>> = {},
  ) {}

  readonly ask: Ask = (request) => {
    this.asked.push(request);
    const [path = ""] = request.path.split("?");
    const items = { ...namespaces, ...this.lists }[path] ?? [];
    return Promise.resolve(
      this.others[`${request.method} ${path}`] ?? { status: 200, body: { items } },
    );
  };
}

const apis = {
  pods: "/api/v1",
  events: "/api/v1",
  services: "/api/v1",
  persistentvolumeclaims: "/api/v1",
  deployments: "/apis/apps/v1",
  replicasets: "/apis/apps/v1",
  statefulsets: "/apis/apps/v1",
  daemonsets: "/apis/apps/v1",
  jobs: "/apis/batch/v1",
  endpointslices: "/apis/discovery.k8s.io/v1",
  horizontalpodautoscalers: "/apis/autoscaling/v2",
} as const;

type Lists = Partial<Record<keyof typeof apis, readonly object[]>>;

/** The lists of the namespace payments, by their paths. */
export function inPayments(lists: Lists): Record<string, readonly object[]> {
  return Object.fromEntries(
    Object.entries(lists).map(([plural, items]) => [
      `${apis[plural as keyof Lists]}/namespaces/payments/${plural}`,
      items,
    ]),
  );
}

/** What is seen of a namespace with these objects. */
export function lookAt(
  lists: Lists,
  clusterWide: Readonly<Record<string, readonly object[]>> = {},
): Promise<Look> {
  return look(new FakeCluster({ ...inPayments(lists), ...clusterWide }).ask, now);
}

/** The metadata of an object in payments; its uid is its name. */
export function meta(name: string, more: object = {}) {
  return { namespace: "payments", name, uid: name, ...more };
}

export function ownedBy(kind: string, uid: string) {
  return { ownerReferences: [{ kind, name: uid, uid }] };
}
