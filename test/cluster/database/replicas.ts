import { spawn } from "node:child_process";
import { kubectl } from "../kubectl";

/** What asking one pod of a service comes to. */
export interface Reply {
  readonly pod: string;
  readonly status: number;
  readonly body: unknown;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
    readonly status: { readonly conditions?: readonly { type: string; status: string }[] };
  }[];
}

/** Names of the ready pods of a service, without those that verify puts beside them. */
export async function readyPods(namespace: string, service: string): Promise<string[]> {
  const selector = `app.kubernetes.io/name=${service},!sre-challenge/verify`;
  const listed = await kubectl(["get", "pods", "-n", namespace, "-l", selector, "-o", "json"]);
  return (JSON.parse(listed) as PodList).items
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .filter(({ status }) =>
      status.conditions?.some(({ type, status }) => type === "Ready" && status === "True"),
    )
    .map(({ metadata }) => metadata.name);
}

/** Asks every ready pod of a service for a path, each by a forwarded port of its own. */
export async function askEach(
  namespace: string,
  service: string,
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply[]> {
  const pods = await readyPods(namespace, service);
  return Promise.all(
    pods.map(async (pod) => {
      const forward = await forwardTo(namespace, pod, port);
      try {
        const url = `http://127.0.0.1:${forward.port}${path}`;
        const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
        return { pod, status: response.status, body: await response.json() };
      } finally {
        forward.close();
      }
    }),
  );
}

async function forwardTo(
  namespace: string,
  pod: string,
  port: number,
): Promise<{ port: number; close(): void }> {
  const args = ["--context", "sre-challenge", "port-forward", "-n", namespace, pod, `:${port}`];
  const forwarding = spawn("kubectl", args, { stdio: ["ignore", "pipe", "inherit"] });
  const close = () => void forwarding.kill();
  return new Promise((resolve, reject) => {
    forwarding.stdout.on("data", (line: Buffer) => {
      const [, local] = /^Forwarding from 127\.0\.0\.1:(\d+)/.exec(line.toString()) ?? [];
      if (local !== undefined) resolve({ port: Number(local), close });
    });
    forwarding.on("error", reject);
    forwarding.on("exit", (code) => {
      reject(new Error(`kubectl port-forward ${pod} ended with ${String(code)}`));
    });
  });
}
