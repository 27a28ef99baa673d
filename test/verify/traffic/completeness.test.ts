import type { StackOutputs } from "../../../cluster/stack";
import { refuseUnproved } from "../../../verify/traffic/completeness";
import { twoTeams } from "../../two-teams";
import { outputs } from "./outputs";

const [invoiceApp, paymentProvider] = outputs.services;

/** A line for each fault. */
function faults(stack: Partial<StackOutputs>, expected = twoTeams): string[] {
  try {
    refuseUnproved(expected, { ...outputs, ...stack });
    return [];
  } catch (error) {
    return String(error).split("\n  ").slice(1);
  }
}

test("a stack of what is expected is proved", () => {
  expect(faults({})).toEqual([]);
});

test("what the stack has and nobody would prove is named", () => {
  const workload = { namespace: "refunds", port: 8083, podLabels: {}, image: "refund-desk:1" };
  expect(
    faults({
      teams: [...outputs.teams, { team: "refunds", namespace: "refunds", runAsUser: 20003 }],
      services: [...outputs.services, { ...workload, service: "refund-desk" }],
    }),
  ).toEqual([
    "team refunds: nobody proves it; say there who may call it",
    "service refund-desk: nobody proves it; say there who may call it",
  ]);
});

test("what is expected and not there is named", () => {
  const [invoices] = outputs.teams;
  expect(
    faults({ teams: invoices ? [invoices] : [], services: invoiceApp ? [invoiceApp] : [] }),
  ).toEqual([
    "team payments: the stack has none; take it out there, or deploy it",
    "service payment-provider: the stack has none; take it out there, or deploy it",
  ]);
});

test.each<[string, object, string]>([
  ["team", { namespace: "payments" }, "team: expected invoices, the stack has payments"],
  ["exposure", { nodePort: undefined }, "exposure: expected a port, the stack has no port"],
  ["database", { database: undefined }, "database: expected invoices-database, the stack has none"],
])("another %s than is expected is named", (_, change, fault) => {
  const services = [invoiceApp && { ...invoiceApp, ...change }, paymentProvider];
  expect(faults({ services: services.flatMap((one) => one ?? []) })).toEqual([
    `service invoice-app: ${fault}`,
  ]);
});
