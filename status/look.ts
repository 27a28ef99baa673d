import { askAsKnown } from "../cluster/api-client";
import { CannotCheck, messageOf } from "../cluster/cannot-check";
import { connect } from "../cluster/connection";
import { remedy } from "../cluster/kubeconfig";
import type { Drift } from "../drift/drift";
import { look as lookForDrift } from "../drift/look";
import { payingService, serviceNamed, stackOutputs } from "../cluster/stack";
import { type Ask, refusalOf } from "../why/ask";
import { programSelector } from "../why/look";
import { why } from "../why/why";

/** A database's nightly dump. */
export interface Backup {
  readonly database: string;
  /** When the last one succeeded, as RFC 3339 has it; undefined before the first. */
  readonly at: string | undefined;
  /** Since when there shall be dumps. */
  readonly since: string;
}

export interface Status {
  /** How many problems `npm run why` tells of. */
  readonly problems: number;
  readonly drift: Drift;
  readonly backups: readonly Backup[];
  readonly unpaid: Unpaid;
  /** Of Kubernetes, such as v1.34.2. */
  readonly kubernetes: string;
  /** By service. */
  readonly images: Readonly<Record<string, string>>;
}

/** How many invoices are unpaid, or why that is not known. */
export interface Unpaid {
  readonly text: string;
  /** Whether invoice-app does not answer as it should. */
  readonly isFault: boolean;
}

/** @throws CannotCheck if the cluster cannot be asked. */
export async function look(signal: AbortSignal): Promise<Status> {
  const { client } = await connect(signal);
  const ask: Ask = (request) => askAsKnown(client, request);
  try {
    const [stack, drift, report, backups, kubernetes] = await Promise.all([
      stackOutputs(signal),
      lookForDrift(signal),
      why(ask, false),
      backupsOf(ask),
      versionOf(ask),
    ]);
    return {
      problems: report.blocks.length,
      drift,
      backups,
      unpaid: await unpaidOf(serviceNamed(payingService, stack).nodePort, signal),
      kubernetes,
      images: Object.fromEntries(stack.services.map(({ service, image }) => [service, image])),
    };
  } finally {
    client.close();
  }
}

interface CronJobs {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly creationTimestamp: string };
    readonly spec: { readonly suspend?: boolean };
    readonly status?: { readonly lastSuccessfulTime?: string };
  }[];
}

/** Those of the program that run by themselves are dumps. */
export async function backupsOf(ask: Ask): Promise<Backup[]> {
  const ofProgram = encodeURIComponent(programSelector);
  const { items } = await read<CronJobs>(ask, `/apis/batch/v1/cronjobs?labelSelector=${ofProgram}`);
  return items
    .filter(({ spec }) => spec.suspend !== true)
    .map(({ metadata, status }) => ({
      database: metadata.name.replace(/-backup$/, ""),
      at: status?.lastSuccessfulTime,
      since: metadata.creationTimestamp,
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

/** As many as one page of invoice-app's has. */
const page = 1000;

/** @param port where setup.sh publishes invoice-app on this machine; undefined where nobody does. */
export async function unpaidOf(port: number | undefined, signal: AbortSignal): Promise<Unpaid> {
  if (port === undefined) return { text: "not asked: no port of this machine", isFault: false };
  try {
    const url = `http://127.0.0.1:${port}/invoices?paid=false&limit=${page}`;
    const ended = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const response = await fetch(url, { signal: ended });
    if (response.status === 401) {
      return { text: "not asked: invoice-app wants a token", isFault: false };
    }
    if (!response.ok) return { text: `invoice-app answers ${response.status}`, isFault: true };
    const { length } = (await response.json()) as readonly unknown[];
    return { text: length < page ? String(length) : `${page} or more`, isFault: false };
  } catch (error) {
    signal.throwIfAborted();
    return { text: `invoice-app does not answer: ${messageOf(error)}`, isFault: true };
  }
}
