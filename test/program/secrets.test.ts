import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../components/recorder";
import { EXPECTED } from "../../verify/expected";
import { databasesOf } from "../../verify/traffic/actors";
import { type Container, containersOf, podsOf, type PodSpec } from "./pods";
import { runProgram, stackConfig } from "./run-program";

const databases = databasesOf(EXPECTED);
const ofKeys = { "issuer-keys: first": "", "issuer-keys: issuer-keys": "" };

/** What a database's containers read where it is in the cluster, and those of its services. */
function ofOneInCluster({ name, services }: (typeof databases)[number]) {
  return {
    [`${name}: postgres`]: `${name}-owner/password ${name}-service/password`,
    [`${name}-backup: backup`]: `${name}-owner/pgpass`,
    [`${name}-restore: restore`]: `${name}-owner/pgpass`,
    [`${name}-migration: migrate`]: `${name}-owner/pgpass`,
    ...ofServices(services, `${name}-service/pgpass`),
  };
}

/** The same where it is not: they are told whom to trust, too. */
function ofOneOutside({ name, services }: (typeof databases)[number]) {
  return {
    [`${name}-migration: migrate`]: `${name}-owner/ca.crt ${name}-owner/pgpass`,
    ...ofServices(services, `${name}-service/ca.crt ${name}-service/pgpass`),
  };
}

function ofServices(services: readonly string[], read: string) {
  return Object.fromEntries(
    services.flatMap((service) => [
      [`${service}: schema`, read],
      [`${service}: ${service}`, read],
    ]),
  );
}

/** Which keys of which Secrets each container of a pod reads, as `<secret>/<key>`. */
function readBy(pods: Readonly<Record<string, PodSpec>>) {
  const readByContainer = ({ volumeMounts }: Partial<Container>, { volumes }: Partial<PodSpec>) =>
    (volumeMounts ?? [])
      .flatMap((mount) => (volumes ?? []).filter(({ name }) => name === mount.name))
      .flatMap(({ secret }: Partial<NonNullable<PodSpec["volumes"]>[number]>) =>
        (secret?.items ?? []).map(({ key }) => `${secret?.secretName ?? ""}/${key}`),
      )
      .sort()
      .join(" ");
  return Object.fromEntries(
    Object.entries(pods).flatMap(([name, pod]) =>
      containersOf(pod).map((container) => [
        `${name}: ${container.name}`,
        readByContainer(container, pod),
      ]),
    ),
  );
}

describe("who reads which password in the stack dev", () => {
  let registered: readonly Registered[];
  let pods: Record<string, PodSpec>;

  beforeAll(async () => {
    ({ registered } = await runProgram(stackConfig("dev")));
    pods = podsOf(registered);
  });

  test("all of it", () => {
    const withoutData = EXPECTED.services
      .filter(({ hasDatabase }) => !hasDatabase)
      .map(({ name }) => [`${name}: ${name}`, ""] as const);
    expect(readBy(pods)).toEqual({
      ...Object.assign({}, ...databases.map(ofOneInCluster)),
      ...Object.fromEntries(withoutData),
      ...ofKeys,
    });
  });

  test("a Secret is mounted for its pod's group alone, and nothing else of it", () => {
    const mounted = Object.values(pods)
      .flatMap(({ volumes }) => volumes)
      .flatMap(({ secret }) => (secret as typeof secret | undefined) ?? []);
    expect(mounted.length).toBeGreaterThan(0);
    expect(new Set(mounted.map(({ defaultMode }) => defaultMode))).toEqual(new Set([0o440]));
    expect(mounted.filter(({ items }) => items.length !== 1)).toEqual([]);
  });

  test("no environment variable holds one, or comes from a Secret", () => {
    const variables = Object.values(pods)
      .flatMap((pod) => containersOf(pod))
      .flatMap(({ env, ...container }) => {
        expect(container).not.toHaveProperty("envFrom");
        return env;
      });
    expect(new Set(variables.flatMap((variable) => Object.keys(variable)))).toEqual(
      new Set(["name", "value"]),
    );
    const names = [...new Set(variables.map(({ name }) => name))];
    expect(names.filter((name) => /PASS|SECRET|TOKEN/.test(name)).sort()).toEqual([
      "OWNER_PASSWORD_FILE",
      "PASSWORD_FILE",
      "PAYMENT_PROVIDER_TOKEN_FILE",
      "PGPASSFILE",
      "SERVICE_PASSWORD_FILE",
    ]);
  });

  test("a password is in its Secret, where Pulumi keeps it as one, and nowhere else", () => {
    const secrets = registered.filter(({ inputs }) => inputs.kind === "Secret");
    expect(secrets.map(({ name }) => name).sort()).toEqual(
      databases.flatMap(({ name }) => [`${name}-owner`, `${name}-service`]).sort(),
    );
    for (const { key, inputs } of secrets) {
      expect(pulumi.runtime.isRpcSecret(inputs.stringData)).toBe(true);
      const { password } = pulumi.runtime.unwrapRpcSecret(inputs.stringData) as {
        password: string;
      };
      const holders = registered.filter((one) => JSON.stringify(one.inputs).includes(password));
      expect(holders.map((one) => one.key)).toEqual([
        key.replace("kubernetes:core/v1:Secret", "pulumi:index:Stash"),
        key,
      ]);
    }
  });
});

// A team may change its Deployments, and a Job of the platform's is not a team's to change.
test.each(["dev", "eks"] as const)(
  "an owner's password is in no Deployment of the stack %s",
  async (stack) => {
    const { registered } = await runProgram(stackConfig(stack));
    const holders = registered.filter(
      ({ inputs }) =>
        "spec" in inputs && /"[a-z]+-database-owner"/.test(JSON.stringify(inputs.spec)),
    );
    expect(holders).not.toEqual([]);
    const platforms = ["Job", "CronJob", "StatefulSet"];
    const others = holders.filter(({ inputs }) => !platforms.includes(String(inputs.kind)));
    expect(others.map(({ key }) => key)).toEqual([]);
  },
);

test("with external databases the Secrets are those that the configuration names", async () => {
  const { registered } = await runProgram(stackConfig("eks"));
  const made = registered.filter(({ inputs }) => inputs.kind === "Secret").map(({ name }) => name);
  const outside = databases.filter(({ name }) => !registered.some(isServerOf(name)));
  expect(outside.map(({ team }) => team)).toEqual(expect.arrayContaining(["invoices", "payments"]));
  for (const database of outside) {
    expect(made.filter((name) => name.startsWith(database.name))).toEqual([]);
    expect(readBy(podsOf(registered))).toMatchObject(ofOneOutside(database));
  }
});

function isServerOf(database: string) {
  return ({ name, inputs }: Registered) => inputs.kind === "StatefulSet" && name === database;
}
