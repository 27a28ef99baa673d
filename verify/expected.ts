/** What is decided of a service: by whom it may be reached, and whom it may reach. What is not said is refused. */
export interface ExpectedService {
  readonly name: string;
  readonly team: string;
  /** Services that it may call. @default none */
  readonly calls?: readonly string[];
  /** Whether it keeps data in its team's database, which nobody else may reach. @default no */
  readonly hasDatabase?: true;
  /** Whether it may be called from outside of the cluster. @default no */
  readonly isExposed?: true;
  /** Whether it refuses a caller that the network lets through and that shows no token. @default no */
  readonly asksCallers?: true;
}

export interface Expected {
  /** All that have a namespace. */
  readonly teams: readonly string[];
  readonly services: readonly ExpectedService[];
}

/**
 * Who may call whom. The program does not read this: what it opens besides is found by the proof, and so is what
 * is said here and not there.
 */
export const EXPECTED: Expected = {
  teams: ["invoices", "payments"],
  services: [
    {
      name: "invoice-app",
      team: "invoices",
      calls: ["payment-provider"],
      hasDatabase: true,
      isExposed: true,
    },
    { name: "payment-provider", team: "payments", hasDatabase: true, asksCallers: true },
  ],
};
