// Shows that wider rights end by themselves, without ten idle minutes: `begin` takes them for
// the shortest time, `end`, run after other work, sees that the API server knows them no more.
// Usage: tsx test/cluster/break-glass.ts begin|end

import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { load } from "js-yaml";
import { auditEvents } from "./audit";
import { kubectlWith, people, root, setup } from "./people";
import { kubectl } from "./kubectl";

const team = "payments";
const user = `break-glass:${team}:drill`;
const reason = "a drill: wider rights must end by themselves";
const kubeconfig = join(people, `drill+break-glass@${team}.kubeconfig`);
/** The same credentials, kept beside those that `--logout` removes and without their plugin. */
const copy = join(root, ".state/break-glass-drill.json");

interface Kubeconfig {
  readonly users: [{ user: { exec: { command: string; args: string[] } } }];
}

interface Credential {
  readonly status: { readonly clientCertificateData: string; readonly clientKeyData: string };
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** Writes a kubeconfig that holds the certificate itself, so that only the API server judges it. */
function keepCopy(): void {
  const config = load(readFileSync(kubeconfig, "utf8")) as Kubeconfig;
  const { command, args } = config.users[0].user.exec;
  const { stdout } = spawnSync(command, args, { encoding: "utf8" });
  const { status } = JSON.parse(stdout) as Credential;
  const own = {
    "client-certificate-data": base64(status.clientCertificateData),
    "client-key-data": base64(status.clientKeyData),
  };
  const users = config.users.map((entry) => ({ ...entry, user: own }));
  writeFileSync(copy, JSON.stringify({ ...config, users }), { mode: 0o600 });
}

function endOfCopy(): Date {
  const { users } = JSON.parse(readFileSync(copy, "utf8")) as {
    users: [{ user: { "client-certificate-data": string } }];
  };
  const pem = Buffer.from(users[0].user["client-certificate-data"], "base64");
  return new Date(new X509Certificate(pem).validTo);
}

async function begin(): Promise<void> {
  const since = new Date(Date.now() - 1000);
  const given = setup(
    "--break-glass",
    team,
    "--as",
    "drill",
    "--reason",
    reason,
    "--minutes",
    "10",
  );
  assert.equal(given.status, 0, given.stderr);
  keepCopy();

  const can = (namespace: string): string =>
    kubectlWith(
      copy,
      "auth",
      "can-i",
      "create",
      "pods",
      "--subresource=exec",
      `--namespace=${namespace}`,
    ).stdout;
  assert.equal(can(team), "yes\n", "the rights that were given");
  assert.equal(can("invoices"), "no\n", "the same rights elsewhere");
  assert.equal(kubectlWith(copy, "get", "pods").status, 0, "the pods of the own namespace");

  const select = ["--field-selector=reason=BreakGlass", "--output=jsonpath={.items[*].message}"];
  const told = await kubectl(["get", "events", `--namespace=${team}`, ...select]);
  assert.ok(told.includes(user) && told.includes(reason), `no Event names ${user}: ${told}`);
  const requests = await auditEvents(since, ({ requestObject }) =>
    JSON.stringify(requestObject ?? null).includes(JSON.stringify(reason)),
  );
  assert.ok(requests.length > 0, "the audit log does not have the reason");
  console.log(`${user} may exec in ${team} until ${endOfCopy().toISOString()}`);
}

async function end(): Promise<void> {
  const wait = endOfCopy().getTime() + 2000 - Date.now();
  if (wait > 0) {
    console.log(`${user} has ${String(Math.ceil(wait / 1000))} s left`);
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
  const refused = kubectlWith(copy, "get", "pods");
  assert.equal(refused.status, 1, refused.stdout);
  assert.match(refused.stderr, /Unauthorized/);
  // The control: the same question, at the same time, by somebody who may ask.
  await kubectl(["get", "pods", `--namespace=${team}`]);
  if (existsSync(kubeconfig)) {
    // The plugin of the one that was written says how to go on.
    assert.match(
      kubectlWith(kubeconfig, "get", "pods").stderr,
      /have ended.*--break-glass payments/,
    );
  }
  for (const file of [copy, kubeconfig, kubeconfig.replace(/kubeconfig$/, "pem")]) {
    rmSync(file, { force: true });
  }
  console.log(`${user} has ended: the API server says Unauthorized`);
}

const [mode] = process.argv.slice(2);
if (mode !== "begin" && mode !== "end") {
  console.error("Usage: tsx test/cluster/break-glass.ts begin|end");
  process.exit(2);
}
(mode === "begin" ? begin() : end()).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
