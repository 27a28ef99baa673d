/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment --
   the client declares its models as classes, but takes plain data */
import { setTimeout as sleep } from "node:timers/promises";
import type { CoreV1Api, V1Pod } from "@kubernetes/client-node" with {
  "resolution-mode": "import",
};

/** How long a pod may take to start or be refused, and the namespace to go, in ms. */
const deadline = 90_000;
const pollInterval = 250;

/** Whom the pod's spec wants its processes to run as. */
export interface PodUser {
  readonly runAsNonRoot: boolean;
  readonly runAsUser?: number;
}

/** What became of a pod's container. */
export type Outcome =
  | { readonly ready: true; readonly restarts: number }
  | { readonly ready: false; readonly reason: string; readonly message: string };

/** payment-provider is ready without its database, and misses it only when it is asked to pay. */
const noDatabase = {
  PGHOST: "127.0.0.1",
  PGPORT: "5432",
  PGDATABASE: "none",
  PGUSER: "service",
  PGSSLMODE: "disable",
  PGPASSFILE: "/etc/hostname", // some file
};

/** A namespace without policies, quotas or Pod Security: what stops a pod there is the kubelet. */
export class ScratchNamespace {
  constructor(
    private readonly core: CoreV1Api,
    private readonly name: string,
  ) {}

  /** Makes it anew if an earlier run was killed. */
  async create(): Promise<void> {
    await this.remove();
    await this.core.createNamespace({ body: { metadata: { name: this.name } } });
    await poll(`service account of ${this.name}`, async () => {
      const { items } = await this.core.listNamespacedServiceAccount({ namespace: this.name });
      return items.length > 0 || undefined;
    });
  }

  /** Deletes it with its pods, if it is there, and returns when it is gone. */
  async remove(): Promise<void> {
    await poll(`end of namespace ${this.name}`, async () => {
      try {
        await this.core.deleteNamespace({ name: this.name });
      } catch (error) {
        const { code } = error as { code?: number };
        if (code === 404) return true;
        if (code !== 409) throw error; // 409: it is on its way out already
      }
      return undefined;
    });
  }

  /** Runs payment-provider from an image until it is ready or cannot start. */
  async run(name: string, image: string, securityContext: PodUser): Promise<Outcome> {
    const place = { namespace: this.name };
    await this.core.createNamespacedPod({
      ...place,
      body: {
        metadata: { name },
        spec: {
          automountServiceAccountToken: false,
          terminationGracePeriodSeconds: 0,
          securityContext,
          containers: [
            {
              name: "payment-provider",
              image,
              env: Object.entries(noDatabase).map(([name, value]) => ({ name, value })),
              readinessProbe: { httpGet: { path: "/readyz", port: 8082 }, periodSeconds: 1 },
            },
          ],
        },
      },
    });
    return poll(`pod ${name}`, async () =>
      outcomeOf(await this.core.readNamespacedPod({ ...place, name })),
    );
  }
}

/** Undefined while the pod is on its way. */
function outcomeOf({ status }: V1Pod): Outcome | undefined {
  const container = status?.containerStatuses?.[0];
  if (container?.ready === true) {
    return { ready: true, restarts: container.restartCount };
  }
  const waiting = container?.state?.waiting;
  if (waiting?.reason === undefined || waiting.reason === "ContainerCreating") {
    return undefined;
  }
  return { ready: false, reason: waiting.reason, message: waiting.message ?? "" };
}

async function poll<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + deadline;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: nothing after ${deadline / 1000} s`);
    await sleep(pollInterval);
  }
}
