import { createPrivateKey, X509Certificate } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";
import { equip } from "./fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(60_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

test("the API server is started again once its audit policy has changed", async () => {
  await machine.run();
  fs.appendFileSync(path.join(machine.clone, "toolchain/cluster/audit-policy.yaml"), "# more\n");
  await machine.run();
  await machine.run();
  const flags = machine
    .calls()
    .filter((call) => call.startsWith("minikube start"))
    .map((call) => /audit-policy-\S+/.exec(call)?.[0]);
  expect(flags).toHaveLength(2);
  expect(new Set(flags).size).toBe(2);
});

describe("what the node is given for the API server", () => {
  const node = (): string =>
    path.join(machine.clone, ".state/minikube/.minikube/files/var/lib/minikube/certs");

  test("is the policy that the flags name, and a key that only the authenticator may read", async () => {
    await machine.run();
    const files = fs.readdirSync(node(), { recursive: true, encoding: "utf8" }).sort();
    const modes = files.map((name) =>
      (fs.statSync(path.join(node(), name)).mode & 0o777).toString(8),
    );
    expect(
      files.map((name, i) => `${modes[i] ?? ""} ${name.replace(/-[0-9a-f]{16}/, "-HASH")}`),
    ).toEqual([
      "644 audit-policy-HASH.yaml",
      "755 aws-iam-authenticator",
      "644 aws-iam-authenticator/cert.pem",
      "400 aws-iam-authenticator/key.pem",
      "644 aws-iam-authenticator/webhook.yaml",
    ]);
    expect(machine.calls()).toContain(
      "docker exec sre-challenge chown 10000 /var/lib/minikube/certs/aws-iam-authenticator/key.pem",
    );
  });

  test("is one certificate for the cluster's life, which the API server trusts for that address only", async () => {
    await machine.run();
    const read = (name: string): string =>
      fs.readFileSync(path.join(node(), "aws-iam-authenticator", name), "utf8");
    const certificate = new X509Certificate(read("cert.pem"));
    expect(certificate.subjectAltName).toBe("IP Address:127.0.0.1");
    expect(certificate.ca).toBe(false);
    expect(certificate.checkPrivateKey(createPrivateKey(read("key.pem")))).toBe(true);
    expect(load(read("webhook.yaml"))).toMatchObject({
      clusters: [
        {
          cluster: {
            server: "https://127.0.0.1:21362/authenticate",
            "certificate-authority-data": Buffer.from(read("cert.pem")).toString("base64"),
          },
        },
      ],
    });
    const before = read("cert.pem");
    fs.rmSync(path.join(machine.dir, "cluster"));
    await machine.run();
    expect(read("cert.pem")).toBe(before);
  });
});
