import { z } from "zod";
import { CannotCheck } from "../cluster/cannot-check";
import {
  paidService,
  payingService,
  serviceNamed,
  type StackOutputs,
  type WorkloadOutputs,
} from "../cluster/stack";
import type { Books } from "./conservation";
import { kubectl } from "./kubectl";

const payment = z.object({ id: z.string(), value: z.string(), currency: z.string() });
const invoice = payment.extend({ paid: z.boolean() });

const amount = "'id', id, 'value', trim_scale(value)::text, 'currency', currency";
const queries = {
  invoices: `SELECT json_build_object(${amount}, 'paid', paid_at IS NOT NULL) FROM invoices`,
  payments: `SELECT json_build_object(${amount}) FROM payments`,
};

/** The databases of the two services whose tables are known here, whatever others the stack has. */
export interface Bookkeepers {
  readonly invoices: WorkloadOutputs;
  readonly payments: WorkloadOutputs;
}

/** @throws CannotCheck if the stack has not both services, each with a database in the cluster. */
export function bookkeepersOf(stack: StackOutputs): Bookkeepers {
  const databaseOf = (service: string): WorkloadOutputs => {
    const { database } = serviceNamed(service, stack);
    if (database === undefined) {
      throw new CannotCheck(`${service} has no database in the cluster: no books to look at`);
    }
    return database;
  };
  return { invoices: databaseOf(payingService), payments: databaseOf(paidService) };
}

/** Reads both databases, past both services: in each pod, over the socket, unable to write. */
export async function readBooks(of: Bookkeepers): Promise<Books> {
  const [invoices, payments] = await Promise.all([
    query(of.invoices, queries.invoices),
    query(of.payments, queries.payments),
  ]);
  return { invoices: parseRows(invoice, invoices), payments: parseRows(payment, payments) };
}

/** One JSON object a line. */
export function parseRows<T>(row: z.ZodType<T>, lines: string): T[] {
  return lines
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => row.parse(JSON.parse(line)));
}

/**
 * A payment-provider that forgets its keys writes each payment under an id with "#" and something
 * random behind it, since no two rows may have the same. Only what stands before it says whose
 * payment it is: a mere odd name is not to count as a violation.
 */
export function withoutSuffixes({ invoices, payments }: Books): Books {
  return {
    invoices,
    payments: payments.map(({ id, ...rest }) => ({ id: id.replace(/#.*$/s, ""), ...rest })),
  };
}

/** In the one pod of the StatefulSet; its database is called as the namespace is. */
async function query({ namespace, service }: WorkloadOutputs, sql: string): Promise<string> {
  const args = ["--host=/var/run/postgresql", "--username=postgres", `--dbname=${namespace}`];
  const plain = ["--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
  const command = ["sh", "-c", psql, "psql", ...args, ...plain, `--command=${sql}`];
  return kubectl(["exec", "--namespace", namespace, `${service}-0`, "--", ...command]);
}

/** Debian keeps the programs of each version in a folder of their own. */
const psql = `PATH=$PATH:$(echo /usr/lib/postgresql/*/bin)
export PATH PGOPTIONS="-c default_transaction_read_only=on"
exec psql "$@"`;
