import type { types } from "@pulumi/kubernetes";
import {
  type DatabaseConnection,
  type DatabaseRole,
  secretKeys,
} from "../postgres-database/database";

type EnvVar = types.input.core.v1.EnvVar;
type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

/** Both the volume's name and the folder in /run/secrets: `service` is the one that stays. */
const volumeNames = { owner: "database-owner", service: "database" } as const;
const mountPath = (role: DatabaseRole) => `/run/secrets/${volumeNames[role]}`;

/** libpq's variables for one role. The password is in a file. */
export function databaseEnv(connection: DatabaseConnection, role: DatabaseRole): EnvVar[] {
  const { host, port, name, sslMode } = connection;
  return Object.entries({
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: name,
    PGUSER: role,
    PGSSLMODE: sslMode,
    PGPASSFILE: `${mountPath(role)}/${secretKeys.pgpass}`,
    ...(isVerified(connection) && { PGSSLROOTCERT: `${mountPath(role)}/${secretKeys.authority}` }),
  }).map(([key, value]) => ({ name: key, value }));
}

export function databaseMount(role: DatabaseRole): VolumeMount {
  return { name: volumeNames[role], mountPath: mountPath(role), readOnly: true };
}

/** The Secret of one role, readable to the pod's group. */
export function databaseVolume(connection: DatabaseConnection, role: DatabaseRole): Volume {
  const keys = [secretKeys.pgpass, ...(isVerified(connection) ? [secretKeys.authority] : [])];
  return {
    name: volumeNames[role],
    secret: {
      secretName: connection.secrets[role],
      defaultMode: 0o440,
      items: keys.map((key) => ({ key, path: key })),
    },
  };
}

/** Whether the client checks who signed for the server. */
function isVerified({ sslMode }: DatabaseConnection): boolean {
  return sslMode === "verify-ca" || sslMode === "verify-full";
}
