import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { databaseSize } from "../container-size";
import { selectorLabels, serviceLabels } from "../labels";
import { clusterServiceSpec } from "../network/service";
import { restrictedContainer } from "../restricted";
import { teamPod } from "../team-pod";
import { type DatabaseRole, postgresPort, secretKeys } from "./database";
import { scriptsPath } from "./scripts";
import { claimSpec, memoryVolume, postgresUser, scriptsVolume, secretVolume } from "./volumes";

/** On laptops the official image; elsewhere one of the same name and layout. */
export const postgresImage = "docker.io/library/postgres:15.18-bookworm";

const dataVolume = "data";

/** Name of the claim that the one pod of a database's StatefulSet looks for, and makes if it is not there. */
export function dataClaim(database: string): string {
  return `${dataVolume}-${database}-0`;
}

const programs = "/usr/lib/postgresql/15/bin";
const dataPath = "/var/lib/postgresql/data";
const socketPath = "/var/run/postgresql";
const portName = "postgres";
const passwordFile = (role: DatabaseRole) => `/run/secrets/database-${role}/${secretKeys.password}`;

export interface DatabaseServer {
  /** Name of the StatefulSet and of its Service. */
  readonly database: string;
  readonly team: string;
  readonly serviceAccount: pulumi.Input<string>;
  /** Name of the ConfigMap with the scripts. */
  readonly scripts: pulumi.Input<string>;
  readonly secrets: Readonly<Record<DatabaseRole, pulumi.Input<string>>>;
  /** Of the claim that its data are on, such as `1Gi`. */
  readonly volumeSize: string;
  /** The pod starts anew when these change. */
  readonly podAnnotations: Readonly<Record<string, string>>;
}

/** One server on one volume, which outlives it. */
export function statefulSetSpec(server: DatabaseServer): types.input.apps.v1.StatefulSetSpec {
  return {
    replicas: 1,
    serviceName: server.database,
    selector: { matchLabels: selectorLabels(server.database) },
    // In order, a pod that never got ready would be in the way of its mended spec.
    podManagementPolicy: "Parallel",
    updateStrategy: { type: "RollingUpdate" },
    revisionHistoryLimit: 3,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
    template: {
      metadata: {
        labels: serviceLabels(server.database, server.team),
        annotations: server.podAnnotations,
      },
      spec: serverPodSpec(server),
    },
    volumeClaimTemplates: [{ metadata: { name: dataVolume }, spec: claimSpec(server.volumeSize) }],
  };
}

/** The server's Service: one address inside the cluster, which stays when the pod moves. */
export function databaseServiceSpec(database: string): types.input.core.v1.ServiceSpec {
  const port = { name: portName, port: postgresPort, targetPort: portName, protocol: "TCP" };
  return clusterServiceSpec(database, port);
}

function serverPodSpec(server: DatabaseServer): types.input.core.v1.PodSpec {
  return {
    ...teamPod(server.serviceAccount, postgresUser),
    terminationGracePeriodSeconds: 60,
    containers: [serverContainer(server)],
    volumes: [
      scriptsVolume(server.scripts),
      secretVolume("owner", server.secrets.owner, secretKeys.password),
      secretVolume("service", server.secrets.service, secretKeys.password),
      memoryVolume("socket"),
      memoryVolume("tmp"),
    ],
  };
}

function serverContainer({ team }: DatabaseServer): types.input.core.v1.Container {
  // Over the socket, as a role that there is: a probe leaves no line in the log.
  const isReady = `${programs}/pg_isready --quiet --username=postgres --dbname=postgres`;
  const run = (command: string) => ({ exec: { command: ["bash", "-c", command] } });
  return {
    name: "postgres",
    image: postgresImage,
    imagePullPolicy: "IfNotPresent",
    command: ["bash", `${scriptsPath}/start.sh`],
    ports: [{ name: portName, containerPort: postgresPort, protocol: "TCP" }],
    env: Object.entries({
      PGDATA: `${dataPath}/pgdata`,
      PGHOST: socketPath,
      PGPORT: String(postgresPort),
      PGUSER: "postgres",
      PGDATABASE: team,
      OWNER_PASSWORD_FILE: passwordFile("owner"),
      SERVICE_PASSWORD_FILE: passwordFile("service"),
    }).map(([name, value]) => ({ name, value })),
    resources: databaseSize,
    securityContext: restrictedContainer,
    // Time to make the data, or to bring them into order after a crash.
    startupProbe: { ...run(isReady), periodSeconds: 2, timeoutSeconds: 5, failureThreshold: 150 },
    // A server that says that it does not accept connections now is busy, not dead.
    livenessProbe: {
      ...run(`${isReady}; (($? <= 1))`),
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold: 6,
    },
    readinessProbe: { ...run(isReady), periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 2 },
    // At SIGTERM alone the server waits until the last client leaves by itself.
    lifecycle: { preStop: { exec: { command: [...stopCommand] } } },
    volumeMounts: [
      { name: dataVolume, mountPath: dataPath },
      { name: "scripts", mountPath: scriptsPath, readOnly: true },
      { name: "owner", mountPath: "/run/secrets/database-owner", readOnly: true },
      { name: "service", mountPath: "/run/secrets/database-service", readOnly: true },
      { name: "socket", mountPath: socketPath },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}

/** Ends sessions and then the server, with nothing left to recover; needs `PGDATA`. */
export const stopCommand = [`${programs}/pg_ctl`, "stop", "--mode=fast", "--no-wait"] as const;
