import type { DatabaseName, MigrationName } from "./names";

/** Where a pod of the check stands: a team's namespace, or one that the check makes. */
export type Home = "invoices" | "payments" | "default" | "lookalike" | "scratch";

/** What a pod may pass for. */
export type Worn = "invoice-app" | "payment-provider" | DatabaseName | MigrationName;

export interface Role {
  readonly home: Home;
  /** Whose pod labels it wears. */
  readonly wears?: Worn;
  /** Whether a policy of the check opens both directions for it, so that only the peer's decide. */
  readonly unwalled?: true;
  /** Whether it has the token by which invoice-app is known to payment-provider. */
  readonly token?: true;
}

/** The pods of the check. Each asks, and each answers on every port that is asked about. */
export const ROLES = {
  "invoice-app": { home: "invoices", wears: "invoice-app", token: true },
  "invoice-app-unwalled": { home: "invoices", wears: "invoice-app", unwalled: true },
  impostor: { home: "invoices" },
  "impostor-unwalled": { home: "invoices", unwalled: true },
  "payment-provider": { home: "payments", wears: "payment-provider" },
  "payment-provider-unwalled": { home: "payments", wears: "payment-provider", unwalled: true },
  stranger: { home: "payments" },
  "stranger-unwalled": { home: "payments", unwalled: true },
  "invoices-database": { home: "invoices", wears: "invoices-database" },
  "invoices-database-unwalled": { home: "invoices", wears: "invoices-database", unwalled: true },
  "payments-database": { home: "payments", wears: "payments-database" },
  "payments-database-unwalled": { home: "payments", wears: "payments-database", unwalled: true },
  bystander: { home: "default" },
  twin: { home: "lookalike", wears: "invoice-app" },
  copycat: { home: "scratch", wears: "invoice-app" },
  decoy: { home: "scratch", wears: "payment-provider" },
  open: { home: "scratch" },
  "invoices-database-migration": { home: "invoices", wears: "invoices-database-migration" },
  "payments-database-migration": { home: "payments", wears: "payments-database-migration" },
} as const satisfies Record<string, Role>;

export type RoleName = keyof typeof ROLES;
export const roleNames = Object.keys(ROLES) as readonly RoleName[];
