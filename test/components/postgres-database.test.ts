import * as pulumi from "@pulumi/pulumi";
import { PostgresDatabase, TeamNamespace, volumeSizeOf } from "../../components";
import type { Database } from "../../components/postgres-database/database";
import { readScripts, scriptsName } from "../../components/postgres-database/scripts";
import { projectFolder } from "./project-folder";
import { record, type Registered } from "./recorder";

interface Named {
  readonly name: string;
}

function books(database: Database) {
  return record(() => {
    const volumeSize = volumeSizeOf(database);
    const namespace = new TeamNamespace("books", { team: "books", user: 20003, volumeSize });
    const made = new PostgresDatabase("books-database", { in: namespace, database });
    const { connection, server, outputs } = made;
    return { connection, server, outputs };
  });
}

/** The kept passwords by their roles. */
function passwordsOf(registered: readonly Registered[]) {
  const stashes = registered.filter(({ type }) => type === "pulumi:index:Stash");
  return Object.fromEntries(
    stashes.map(({ name, inputs }) => [
      name.replace("books-database-", ""),
      pulumi.runtime.unwrapRpcSecret(inputs.input) as string,
    ]),
  );
}

const inNamespace = (key: string) =>
  /::books(-default-deny|-dns-egress|-viewer|-break-glass|-platform)?$/.test(key);

describe("a database in the cluster", () => {
  let made: Awaited<ReturnType<typeof books>>;
  beforeAll(async () => {
    made = await books({ kind: "inCluster" });
  });
  const inputs = (key: string) => made.registered.find((one) => one.key === key)?.inputs;

  test("is a server, its two roles' Secrets, its jobs and their walls", () => {
    const keys = made.registered.map(({ key }) => key).filter((key) => !inNamespace(key));
    expect(keys.map((key) => key.replace("kubernetes:", "")).sort()).toEqual([
      "apps/v1:StatefulSet::books-database",
      "batch/v1:CronJob::books-database-backup",
      "batch/v1:CronJob::books-database-restore",
      "core/v1:ConfigMap::books-database-scripts",
      "core/v1:PersistentVolumeClaim::books-database-backup",
      "core/v1:PersistentVolumeClaim::data-books-database-0",
      "core/v1:Secret::books-database-owner",
      "core/v1:Secret::books-database-service",
      "core/v1:Service::books-database",
      "core/v1:ServiceAccount::books-database",
      "core/v1:ServiceAccount::books-database-backup",
      "networking.k8s.io/v1:NetworkPolicy::books-database-backup-egress",
      "networking.k8s.io/v1:NetworkPolicy::books-database-backup-ingress",
      "policy/v1:PodDisruptionBudget::books-database",
      "pulumi:index:Stash::books-database-owner",
      "pulumi:index:Stash::books-database-service",
      "sre-challenge:AllowTraffic::books-database-backup",
      "sre-challenge:DatabaseBackup::books-database-backup",
      "sre-challenge:DatabaseServer::books-database",
      "sre-challenge:PostgresDatabase::books-database",
    ]);
  });

  test("stands in the team's namespace, once that has its walls", () => {
    const walls = made.registered.filter(
      ({ parent }) => parent === "sre-challenge:TeamNamespace::books",
    );
    const running = made.registered.filter(({ inputs }) =>
      ["StatefulSet", "CronJob"].includes(String(inputs.kind)),
    );
    expect(running).toHaveLength(3);
    for (const { inputs, dependencies } of running) {
      expect(inputs.metadata).toMatchObject({ namespace: "books", labels: { team: "books" } });
      expect(dependencies).toEqual(expect.arrayContaining(walls.map(({ key }) => key)));
    }
  });

  test("does not wait for the data's claim, which may be there and bound already", () => {
    expect(inputs("kubernetes:core/v1:PersistentVolumeClaim::data-books-database-0")).toMatchObject(
      {
        metadata: { annotations: { "pulumi.com/skipAwait": "true" } },
      },
    );
  });

  test("says how its clients connect", () => {
    expect(made.result).toEqual({
      connection: {
        host: "books-database.books.svc.cluster.local",
        port: 5432,
        name: "books",
        sslMode: "disable",
        secrets: { owner: "books-database-owner", service: "books-database-service" },
        podAnnotations: { "sre-challenge/passwords": "1" },
      },
      server: {
        namespace: "books",
        podLabels: { "app.kubernetes.io/name": "books-database" },
        labels: expect.objectContaining({ team: "books" }) as unknown,
        port: 5432,
      },
      outputs: {
        namespace: "books",
        service: "books-database",
        host: "books-database.books.svc.cluster.local",
        port: 5432,
        podLabels: { "app.kubernetes.io/name": "books-database" },
      },
    });
  });

  test("has the passwords that were kept, one for each role, for server and client", () => {
    const passwords = passwordsOf(made.registered);
    expect(new Set(Object.values(passwords)).size).toBe(2);
    for (const [role, password] of Object.entries(passwords)) {
      expect(password).toMatch(/^[0-9a-f]{64}$/);
      const { stringData } = inputs(`kubernetes:core/v1:Secret::books-database-${role}`) ?? {};
      expect(pulumi.runtime.isRpcSecret(stringData)).toBe(true);
      expect(pulumi.runtime.unwrapRpcSecret(stringData)).toEqual({
        password,
        pgpass: `*:*:*:*:${password}\n`,
      });
    }
  });

  test("of an object on the cluster, no input is ignored", () => {
    const ignoring = made.registered.filter(({ ignoredChanges }) => ignoredChanges.length > 0);
    expect(ignoring.map(({ key, ignoredChanges }) => [key, ignoredChanges])).toEqual([
      ["pulumi:index:Stash::books-database-owner", ["input"]],
      ["pulumi:index:Stash::books-database-service", ["input"]],
      [
        "kubernetes:apps/v1:StatefulSet::books-database",
        ["spec.volumeClaimTemplates", "spec.podManagementPolicy"],
      ],
    ]);
  });

  // A StatefulSet makes a claim of another size only anew: it finds this one by its name.
  test("has both claims of its team's size, and its server waits for its own", async () => {
    const { registered } = await books({ kind: "inCluster", volumeSize: "20Gi" });
    const set = registered.find(({ type }) => type.endsWith(":StatefulSet"));
    const claims = registered.filter(({ type }) => type.endsWith(":PersistentVolumeClaim"));
    const [template] = (set?.inputs.spec as { volumeClaimTemplates: { metadata: Named }[] })
      .volumeClaimTemplates;
    const dataClaim = `${template?.metadata.name}-books-database-0`;
    expect(claims.map(({ inputs }) => (inputs.metadata as Named).name).sort()).toEqual([
      "books-database-backup",
      dataClaim,
    ]);
    for (const { inputs } of claims) {
      expect(inputs.spec).toMatchObject({ resources: { requests: { storage: "20Gi" } } });
    }
    expect(set?.dependencies).toContain(`kubernetes:core/v1:PersistentVolumeClaim::${dataClaim}`);
  });

  test("another number makes new passwords, and the server starts anew with them", async () => {
    const { registered } = await books({ kind: "inCluster", passwords: 2 });
    const stashes = registered.filter(({ type }) => type === "pulumi:index:Stash");
    expect(stashes.map(({ replacementTrigger }) => replacementTrigger)).toEqual([2, 2]);
    expect(
      registered.find(({ key }) => key === "kubernetes:apps/v1:StatefulSet::books-database")
        ?.inputs,
    ).toMatchObject({
      spec: { template: { metadata: { annotations: { "sre-challenge/passwords": "2" } } } },
    });
  });

  test("mounts its scripts from a ConfigMap that never changes", () => {
    const scripts = readScripts();
    expect(inputs("kubernetes:core/v1:ConfigMap::books-database-scripts")).toMatchObject({
      metadata: { name: scriptsName("books-database", scripts) },
      immutable: true,
      data: scripts,
    });
    expect(Object.keys(scripts)).toEqual([
      "backup.sh",
      "connect.sh",
      "pg_hba.conf",
      "postgresql.conf",
      "restore.sh",
      "start.sh",
    ]);
  });
});

describe("an external database", () => {
  const rds: Database = {
    kind: "external",
    host: "books.example.com",
    ownerSecret: "rds-owner",
    serviceSecret: "rds-service",
    cidrs: ["10.1.0.0/24", "10.2.0.0/24"],
  };

  test("is nothing but a connection, verified unless it says otherwise", async () => {
    const { result, registered } = await books(rds);
    const keys = registered.map(({ key }) => key).filter((key) => !inNamespace(key));
    expect(keys).toEqual(["sre-challenge:PostgresDatabase::books-database"]);
    expect(result).toEqual({
      connection: {
        host: "books.example.com",
        port: 5432,
        name: "books",
        sslMode: "verify-full",
        secrets: { owner: "rds-owner", service: "rds-service" },
      },
      server: { cidrs: ["10.1.0.0/24", "10.2.0.0/24"], port: 5432 },
      outputs: {
        namespace: "books",
        service: undefined,
        host: "books.example.com",
        port: 5432,
        podLabels: undefined,
      },
    });
  });

  test("may have another port, name and mode", async () => {
    const { result } = await books({ ...rds, port: 6432, name: "b", sslMode: "require" });
    expect(result.connection).toMatchObject({ port: 6432, name: "b", sslMode: "require" });
    expect(result.server).toMatchObject({ port: 6432 });
  });
});

test("a script that changes gives the ConfigMap another name, and so rolls what mounts it", () => {
  const name = (text: string) =>
    scriptsName("books-database", readScripts(projectFolder({ "start.sh": text })));
  expect(name("exec postgres")).toMatch(/^books-database-scripts-[0-9a-f]{10}$/);
  expect(name("exec postgres -D /data")).not.toBe(name("exec postgres"));
});
