import * as pulumi from "@pulumi/pulumi";
import { selectorLabels, serviceLabels } from "../labels";
import type { Callee } from "../network/allow-traffic";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import {
  type Database,
  type DatabaseConnection,
  type ExternalDatabase,
  postgresPort,
  volumeSizeOf,
} from "./database";
import { DatabaseBackup } from "./database-backup";
import { DatabaseServer } from "./database-server";
import { passwordAnnotations } from "./password";

export interface PostgresDatabaseArgs {
  /** The namespace of the team whose data it keeps. */
  readonly in: TeamNamespace;
  /** Where they are kept. */
  readonly database: Database;
}

/** A team's database, which no one may call unless let through. */
export class PostgresDatabase extends pulumi.ComponentResource {
  /** What the names of all that serves it begin with. */
  readonly name: string;
  /** How a client connects. */
  readonly connection: DatabaseConnection;
  /** What a client has to be let through to. */
  readonly server: Callee;
  readonly namespace: pulumi.Output<string>;
  /** Name of the Service; undefined if it is external. */
  readonly service: pulumi.Output<string> | undefined;
  /** Labels that select the server's pods; undefined if it is external. */
  readonly podLabels: Readonly<Record<string, string>> | undefined;

  constructor(name: string, args: PostgresDatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:PostgresDatabase", name, {}, opts);
    const { in: namespace, database } = args;
    this.name = name;
    this.namespace = namespace.name;

    if (database.kind === "external") {
      this.connection = externalConnection(database, namespace.team);
      this.server = { cidrs: database.cidrs, port: this.connection.port };
    } else {
      this.podLabels = selectorLabels(name);
      const labels = serviceLabels(name, namespace.team);
      const pods = { namespace: this.namespace, podLabels: this.podLabels, labels };
      this.server = { ...pods, port: postgresPort };

      const { passwords = 1 } = database;
      const volumeSize = volumeSizeOf(database);
      const server = new DatabaseServer(
        name,
        { in: namespace, labels, passwords, volumeSize },
        { parent: this },
      );
      this.service = server.service;
      this.connection = {
        host: pulumi.interpolate`${this.service}.${this.namespace}.svc.cluster.local`,
        port: postgresPort,
        name: namespace.team,
        sslMode: "disable",
        secrets: server.secrets,
        podAnnotations: passwordAnnotations(passwords),
      };
      new DatabaseBackup(
        `${name}-backup`,
        {
          in: namespace,
          of: this,
          restore: `${name}-restore`,
          scripts: server.scripts,
          volumeSize,
        },
        { parent: this },
      );
    }
    this.registerOutputs(this.outputs);
  }

  /** What a check has to know of the database. */
  get outputs() {
    const { namespace, service, podLabels } = this;
    const { host, port } = this.connection;
    return { namespace, service, host, port, podLabels };
  }
}

function externalConnection(database: ExternalDatabase, team: string): DatabaseConnection {
  const { host, port = postgresPort, name = team, sslMode = "verify-full" } = database;
  const secrets = { owner: database.ownerSecret, service: database.serviceSecret };
  return { host, port, name, sslMode, secrets };
}
