import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { dump, load } from "js-yaml";
import { Deployer } from "../cluster/deployer";
import { kubectl } from "../cluster/kubectl";
import { root } from "../cluster/node";

// invoice-app asks its callers for a token where the stack's file says so, as that of EKS does.
jest.setTimeout(300_000);

const folder = mkdtempSync(join(tmpdir(), "callers-"));
const address = "http://127.0.0.1:30081";
const home = "--namespace=callers";
const run = promisify(execFile);

interface StackFile {
  readonly config: { readonly "sre-challenge:invoiceApp": { readonly callers?: object } };
}

const stackFile = (stack: string) =>
  load(readFileSync(join(root, `Pulumi.${stack}.yaml`), "utf8")) as StackFile;

/** What the documentation tells an administrator to type. */
const documented = /### A caller from outside.*?```sh\n(.*?)```/s.exec(
  readFileSync(join(root, "docs/access.md"), "utf8"),
)?.[1];

const keys = ["configmap/issuer-keys", "--namespace=payments"];
const keysThere = () => kubectl(["get", ...keys, "--output=jsonpath={.data}"]);

let deployer: Deployer;
let keysBefore: string;

beforeAll(async () => {
  keysBefore = await keysThere();
  await kubectl(["patch", ...keys, "--type=merge", '--patch={"data":{"jwks.json":"forged"}}']);
  deployer = new Deployer("callers-test");
  const { config, ...others } = stackFile("dev");
  const { callers } = stackFile("eks").config["sre-challenge:invoiceApp"];
  const invoiceApp = { ...config["sre-challenge:invoiceApp"], callers };
  const file = join(folder, "Pulumi.dev.yaml");
  writeFileSync(
    file,
    dump({ ...others, config: { ...config, "sre-challenge:invoiceApp": invoiceApp } }),
  );
  await deployer.replaceInvoicing("--config-file", file);
});

afterAll(async () => {
  await deployer.replaceInvoicing();
  deployer.leave();
  await kubectl(["delete", "namespace", "callers", "--ignore-not-found"]);
  rmSync(folder, { recursive: true });
});

async function tokenOf(account: string, audience: string): Promise<string> {
  return (await kubectl(["create", "token", account, home, `--audience=${audience}`])).trim();
}

/** Status, and what kind of problem it is. */
async function ask(method: string, path: string, token?: string): Promise<string> {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const headers = { Connection: "close", ...authorization };
  const answer = await fetch(`${address}${path}`, { method, headers });
  const body = (await answer.json()) as { readonly type?: string };
  return [answer.status, body.type?.split(/[:/]/).at(-1)].join(" ").trim();
}

test("the documented lines make a caller, who may pay and not read", async () => {
  const script = `set -euo pipefail\n${String(documented)}`;
  const { stdout } = await run("bash", ["-c", script], { cwd: root });
  expect(stdout).toContain('"paid":');
  const clerk = await tokenOf("clerk", "invoice-app");
  expect(await ask("POST", "/invoices/pay", clerk)).toBe("200");
  expect(await ask("GET", "/invoices", clerk)).toBe("403 insufficient-scope");
});

test("another may read and not pay", async () => {
  await kubectl(["create", "serviceaccount", "auditor", home]);
  const auditor = await tokenOf("auditor", "invoice-app");
  expect(await ask("GET", "/invoices", auditor)).toBe("200");
  expect(await ask("POST", "/invoices/pay", auditor)).toBe("403 insufficient-scope");
});

test("nobody else may do either, and probes go on", async () => {
  const others = {
    "no token": undefined,
    "for payment-provider": await tokenOf("clerk", "payment-provider"),
    "for the API server": (await kubectl(["create", "token", "clerk", home])).trim(),
    "not signed": [...(await tokenOf("clerk", "invoice-app")).split(".").slice(0, 2), ""].join("."),
  };
  for (const [name, token] of Object.entries(others)) {
    const expected = name === "no token" ? "401 unauthenticated" : "401 invalid-token";
    expect([name, await ask("GET", "/invoices", token)]).toEqual([name, expected]);
    expect([name, await ask("POST", "/invoices/pay", token)]).toEqual([name, expected]);
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

test("keys that somebody else has written go by themselves", async () => {
  expect(keysBefore).toContain("jwks.json");
  while ((await keysThere()) !== keysBefore) await sleep(1000);
});
