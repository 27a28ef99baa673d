import { Writable } from "node:stream";
import { messageOf } from "../../cluster/cannot-check";
import type { Cluster } from "./cluster";
import type { Outcome } from "./judge";
import type { StagePod, Target } from "./targets";

/** What became of one question, as the probe prints it. */
export interface Answer {
  readonly outcome: Outcome;
  readonly detail: string;
  readonly body?: string;
}

/** Asks several things at once; the answers have the order of the targets. It never rejects. */
export type Asker = (targets: readonly Target[]) => Promise<readonly Answer[]>;

/** How long one client may take for all its questions, in ms. */
const execDeadline = 15_000;

/**
 * Asks by the probe in a container.
 *
 * @param execute Runs a command there and returns its stdout.
 */
export function askerBy(
  container: string,
  execute: (argv: string[], ended: AbortSignal) => Promise<string>,
  signal: AbortSignal,
): Asker {
  return async (targets) => {
    try {
      const argv = ["/probe", "ask", JSON.stringify(targets)];
      const ended = AbortSignal.any([signal, AbortSignal.timeout(execDeadline)]);
      return JSON.parse(await execute(argv, ended)) as Answer[];
    } catch (error) {
      const detail = `${container} could not be made to ask: ${messageOf(error)}`;
      return targets.map(() => ({ outcome: "failed", detail }));
    }
  };
}

/** Asks from within a pod. The way in, exec, runs past the pod's network and so past all policies. */
export function askerIn(pod: StagePod, cluster: Cluster, signal: AbortSignal): Asker {
  return askerBy(pod.name, (argv, ended) => execute(pod, argv, cluster, ended), signal);
}

/** Runs a command in a pod and returns its stdout. */
async function execute(
  { namespace, name }: StagePod,
  argv: string[],
  { exec }: Cluster,
  ended: AbortSignal,
): Promise<string> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  return new Promise((resolve, reject) => {
    ended.addEventListener("abort", () => {
      reject(new Error("no answer in time"));
    });
    exec
      .exec(namespace, name, "probe", argv, stdout, stderr, null, false, ({ status, message }) => {
        if (status === "Success") {
          resolve(stdout.text);
        } else {
          reject(new Error([message, stderr.text.trim()].filter(Boolean).join(": ")));
        }
      })
      .then((socket: Socket) => {
        socket.onclose = () => {
          reject(new Error("the API server closed the connection"));
        };
        ended.addEventListener("abort", () => {
          socket.close();
        });
      }, reject);
  });
}

/** The part of a WebSocket that is used here. */
interface Socket {
  onclose: () => void;
  close(): void;
}

class Collector extends Writable {
  private readonly chunks: Buffer[] = [];

  get text(): string {
    return Buffer.concat(this.chunks).toString("utf8");
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}
