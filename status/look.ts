import { CannotCheck, messageOf } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";
import type { Drift } from "../drift/drift";
import { look as lookForDrift } from "../drift/look";
import { publishedAddress, type StackOutputs, stackOutputs } from "../verify/stack";
import { type Ask, asking, currentConfig, refusalOf } from "../why/ask";
import { why } from "../why/why";

/** A database's nightly dump. */
export interface Backup {
  readonly database: string;
  /** When the last one succeeded, as RFC 3339 has it; undefined before the first. */
  readonly at: string | undefined;
}

export interface Status {
  /** How many problems `npm run why` tells of. */
  readonly problems: number;
  readonly drift: Drift;
  readonly backups: readonly Backup[];
  /** How many invoices are unpaid, or why that is not known. */
  readonly unpaid: number | string;
  /** Of Kubernetes, such as v1.34.2. */
  readonly kubernetes: string;
  /** By service. */
  readonly images: Readonly<Record<string, string>>;
  /** Where invoice-app is asked. */
  readonly address: string;
}

/** @throws CannotCheck if the cluster cannot be asked. */
export async function look(signal: AbortSignal): Promise<Status> {
  const cluster = await asking(await currentConfig(), signal);
  try {
    const [outputs, drift, report, backups, kubernetes] = await Promise.all([
      stackOutputs(signal),
      lookForDrift(signal),
      why(cluster.ask, false),
      backupsOf(cluster.ask),
      versionOf(cluster.ask),
    ]);
    const { host, port } = publishedAddress(outputs);
    const address = `http://${host}:${port}/invoices`;
    return {
      problems: report.blocks.length,
      drift,
      backups,
      unpaid: await unpaidAt(address, signal),
      kubernetes,
      images: imagesOf(outputs),
      address,
    };
  } finally {
    cluster.close();
  }
}

interface CronJobs {
  readonly items: readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly suspend?: boolean };
    readonly status?: { readonly lastSuccessfulTime?: string };
  }[];
}

/** Those of the program that run by themselves are dumps. */
async function backupsOf(ask: Ask): Promise<Backup[]> {
  const ofProgram = encodeURIComponent("app.kubernetes.io/part-of=sre-challenge");
  const { items } = await read<CronJobs>(ask, `/apis/batch/v1/cronjobs?labelSelector=${ofProgram}`);
  return items
    .filter(({ spec }) => spec.suspend !== true)
    .map(({ metadata, status }) => ({
      database: metadata.name.replace(/-backup$/, ""),
      at: status?.lastSuccessfulTime,
    }));
}

async function versionOf(ask: Ask): Promise<string> {
  return (await read<{ readonly gitVersion: string }>(ask, "/version")).gitVersion;
}

async function read<T>(ask: Ask, path: string): Promise<T> {
  const answer = await ask({ method: "GET", path });
  if (answer.status !== 200) throw new CannotCheck(`${path}: ${refusalOf(answer)}\n${remedy}`);
  return answer.body as T;
}

function imagesOf({ invoiceApp, paymentProvider }: StackOutputs): Record<string, string> {
  const images = [invoiceApp, paymentProvider].map(({ service, image }) => [service, image]);
  return Object.fromEntries(images) as Record<string, string>;
}

/** As many as one page of invoice-app's has. */
const page = 1000;

/** How many invoices are unpaid, up to a page of them. */
export async function unpaidAt(address: string, signal: AbortSignal): Promise<number | string> {
  try {
    const url = `${address}?paid=false&limit=${page}`;
    const ended = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(url, { signal: ended });
    if (!response.ok) return `invoice-app answers ${response.status}`;
    const { length } = (await response.json()) as readonly unknown[];
    return length < page ? length : `${page} or more`;
  } catch (error) {
    signal.throwIfAborted();
    return `invoice-app does not answer: ${messageOf(error)}`;
  }
}
