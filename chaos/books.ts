import { z } from "zod";
import type { Books } from "./conservation";
import { kubectl } from "./kubectl";
import { databasePod, type Places } from "./places";
import type { DatabaseName } from "./plan";

const payment = z.object({ id: z.string(), value: z.string(), currency: z.string() });
const invoice = payment.extend({ paid: z.boolean() });

const amount = "'id', id, 'value', trim_scale(value)::text, 'currency', currency";
const queries = {
  invoices: `SELECT json_build_object(${amount}, 'paid', paid_at IS NOT NULL) FROM invoices`,
  payments: `SELECT json_build_object(${amount}) FROM payments`,
};

/** Reads both databases, past both services: in each pod, over the socket, unable to write. */
export async function readBooks(places: Places): Promise<Books> {
  const { namespaces } = places;
  const [invoices, payments] = await Promise.all([
    query("invoices-database", namespaces.invoices, queries.invoices, places),
    query("payments-database", namespaces.payments, queries.payments, places),
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

async function query(
  target: DatabaseName,
  database: string,
  sql: string,
  places: Places,
): Promise<string> {
  const { namespace, name } = databasePod(target, places);
  const args = ["--host=/var/run/postgresql", "--username=postgres", `--dbname=${database}`];
  const plain = ["--no-psqlrc", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"];
  const command = ["sh", "-c", psql, "psql", ...args, ...plain, `--command=${sql}`];
  return kubectl(["exec", "--namespace", namespace, name, "--", ...command]);
}

/** Debian keeps the programs of each version in a folder of their own. */
const psql = `PATH=$PATH:$(echo /usr/lib/postgresql/*/bin)
export PATH PGOPTIONS="-c default_transaction_read_only=on"
exec psql "$@"`;
