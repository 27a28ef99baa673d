/** What the pods of index.ts' two teams run as. */
export const teamUsers = { invoices: 20001, payments: 20002 } as const;
