import { align } from "../../command-line/align";
import { marks } from "../verdict";
import type { JudgedCell, Observation } from "./judge";
import type { EndpointName } from "./names";
import type { Payment } from "./payment";

/** One line for each cell, below a line of headings. */
export function cellTable(cells: readonly JudgedCell[]): string[] {
  return align([
    ["", "FROM", "TO", "VIA", "PORT", "EXPECTED", "OBSERVED"],
    ...cells.map(({ verdict, from, to, expected, observations }) => {
      const [first] = observations;
      const port = first?.address.replace(/^.*:/, "") ?? "";
      return [
        marks[verdict],
        from,
        serverOf(to),
        first?.via ?? "",
        port,
        expected,
        seen(observations),
      ];
    }),
  ]);
}

/** The endpoint without its way and its port, which have columns of their own. */
function serverOf(endpoint: EndpointName): string {
  return endpoint.replace(/(\/(name|service-ip|pod-ip|node-ip|node-port|udp|tcp)|:.*)$/, "");
}

/** What became of a cell's questions: `refused`, `answered 3x`, `answered 2x, silent`. */
function seen(observations: readonly Observation[]): string {
  const outcomes = observations.map(({ outcome }) => outcome);
  return [...new Set(outcomes)]
    .map((outcome) => {
      const times = outcomes.filter((other) => other === outcome).length;
      return times === 1 ? outcome : `${outcome} ${times}x`;
    })
    .join(", ");
}

/** As many invoices are shown one by one. */
const mostInvoices = 10;

/** The first invoices, and whether each was paid before and after. */
export function invoiceTable({ before, after }: Payment): string[] {
  const paidAfter = new Map(after.map(({ InvoiceId, IsPaid }) => [InvoiceId, IsPaid]));
  const word = (paid: boolean | undefined) => (paid === true ? "paid" : "unpaid");
  const rest = before.length - mostInvoices;
  const shown = align([
    ["INVOICE", "VALUE", "CURRENCY", "BEFORE", "AFTER"],
    ...before
      .slice(0, mostInvoices)
      .map(({ InvoiceId, Value, Currency, IsPaid }) => [
        InvoiceId,
        Value.toFixed(2),
        Currency,
        word(IsPaid),
        word(paidAfter.get(InvoiceId)),
      ]),
  ]);
  return rest > 0 ? [...shown, `and ${rest} more`] : shown;
}
