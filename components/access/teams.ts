import { platformTeam, viewersTeam } from "./identities";

/** All teams whose people get in: two with a namespace, the on-call and auditors, and the platform's. */
export const teams = ["invoices", "payments", viewersTeam, platformTeam] as const;

export type Team = (typeof teams)[number];
