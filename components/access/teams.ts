/** All teams whose people get in: two with a namespace, the on-call and auditors, and the platform's. */
export const teams = ["invoices", "payments", "viewers", "platform"] as const;

export type Team = (typeof teams)[number];
