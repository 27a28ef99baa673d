import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../components/recorder";
import { type Container, containersOf, podsOf, type PodSpec } from "./pods";
import { runProgram, stackConfig } from "./run-program";

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
    expect(readBy(pods)).toEqual({
      "payments-database: postgres":
        "payments-database-owner/password payments-database-service/password",
      "payments-database-backup: backup": "payments-database-owner/pgpass",
      "payments-database-restore: restore": "payments-database-owner/pgpass",
      "payments-database-migration: migrate": "payments-database-owner/pgpass",
      "payment-provider: schema": "payments-database-service/pgpass",
      "payment-provider: payment-provider": "payments-database-service/pgpass",
      "invoices-database: postgres":
        "invoices-database-owner/password invoices-database-service/password",
      "invoices-database-backup: backup": "invoices-database-owner/pgpass",
      "invoices-database-restore: restore": "invoices-database-owner/pgpass",
      "invoices-database-migration: migrate": "invoices-database-owner/pgpass",
      "invoice-app: schema": "invoices-database-service/pgpass",
      "invoice-app: invoice-app": "invoices-database-service/pgpass",
      "issuer-keys: first": "",
      "issuer-keys: issuer-keys": "",
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
    expect(secrets).toHaveLength(4);
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
  expect(registered.filter(({ inputs }) => inputs.kind === "Secret")).toEqual([]);
  expect(readBy(podsOf(registered))).toEqual({
    "payments-database-migration: migrate":
      "payments-database-owner/ca.crt payments-database-owner/pgpass",
    "payment-provider: schema": "payments-database-service/ca.crt payments-database-service/pgpass",
    "payment-provider: payment-provider":
      "payments-database-service/ca.crt payments-database-service/pgpass",
    "invoices-database-migration: migrate":
      "invoices-database-owner/ca.crt invoices-database-owner/pgpass",
    "invoice-app: schema": "invoices-database-service/ca.crt invoices-database-service/pgpass",
    "invoice-app: invoice-app": "invoices-database-service/ca.crt invoices-database-service/pgpass",
    "issuer-keys: first": "",
    "issuer-keys: issuer-keys": "",
  });
});
