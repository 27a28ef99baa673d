import type * as pulumi from "@pulumi/pulumi";
import { defaultVolumeSize } from "../container-size";

const nameEnd = "-database";

/** What the names of all that serves a team's database begin with. */
export function databaseName(team: string): string {
  return `${team}${nameEnd}`;
}

/** CEL: the same of the team in whose namespace a request is. */
export const databaseNameInRequest = `request.namespace + '${nameEnd}'`;

/** What the job that migrates a database is called, and all that is made for it. */
export function migrationName(database: string): string {
  return `${database}-migration`;
}

/** Where a team's data are kept. */
export type Database = InClusterDatabase | ExternalDatabase;

/** In the team's own namespace, on a volume of the cluster's default storage class. */
export interface InClusterDatabase {
  readonly kind: "inCluster";
  /**
   * Number of the passwords: with another one, both roles get new ones, and the server and its
   * clients start anew with them.
   * @default 1
   */
  readonly passwords?: number | undefined;
  /**
   * Size of each of its two volumes, the data's and the dumps', in whole Gi such as `2Gi`. It can be
   * raised where the storage class allows it, and never lowered.
   * @default 1Gi
   */
  readonly volumeSize?: string | undefined;
}

/**
 * On a server that somebody else runs, such as RDS, and backs up. The database and the roles `owner`,
 * which owns it, and `service` are there.
 */
export interface ExternalDatabase {
  readonly kind: "external";
  /** Name or address of the server. */
  readonly host: string;
  /** @default 5432 */
  readonly port?: number | undefined;
  /** @default the team's name */
  readonly name?: string | undefined;
  /** @default verify-full */
  readonly sslMode?: ExternalSslMode | undefined;
  /**
   * Secret with the password of `owner`, in the team's namespace. Key `pgpass`: a line
   * `*:*:*:*:PASSWORD`; key `ca.crt`, unless `sslMode` is `require`: who signs for the server.
   */
  readonly ownerSecret: string;
  /** The same for `service`. */
  readonly serviceSecret: string;
  /** Ranges of the server's addresses. */
  readonly cidrs: readonly [string, ...string[]];
}

export type ExternalSslMode = "require" | "verify-ca" | "verify-full";

/** Size of each of a database's two volumes; an external one has none here. */
export function volumeSizeOf(database: Database): string {
  return (database.kind === "inCluster" ? database.volumeSize : undefined) ?? defaultVolumeSize;
}

/** The port on which a server listens, unless it says otherwise. */
export const postgresPort = 5432;

/** Keys of a role's Secret. */
export const secretKeys = { pgpass: "pgpass", password: "password", authority: "ca.crt" } as const;

/** `owner` migrates, `service` runs: the migrations grant it what it may do. No team's pod is `owner`. */
export type DatabaseRole = "owner" | "service";

/** All that a client has to know. */
export interface DatabaseConnection {
  readonly host: pulumi.Input<string>;
  readonly port: number;
  /** Of the database on the server. */
  readonly name: string;
  /** `disable` within the cluster only: walls on both sides, and a login that sends no password. */
  readonly sslMode: "disable" | ExternalSslMode;
  /** Names of the Secrets, in the client's namespace, each with the password file of one role. */
  readonly secrets: Readonly<Record<DatabaseRole, pulumi.Input<string>>>;
  /** Annotations of the pods that use the Secrets: they start anew when these change. */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}
