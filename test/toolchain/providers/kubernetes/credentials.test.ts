import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectionOptions } from "../../../../toolchain/providers/kubernetes/credentials";

const folder = mkdtempSync(join(tmpdir(), "credentials-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const encoded = (text: string): string => Buffer.from(text).toString("base64");

describe("connectionOptions", () => {
  it("takes certificates from the kubeconfig and from files", async () => {
    writeFileSync(join(folder, "admin.key"), "key");
    const cluster = { "certificate-authority-data": encoded("ca"), "tls-server-name": "minikube" };
    const user = {
      "client-certificate-data": encoded("cert"),
      "client-key": join(folder, "admin.key"),
    };
    expect(await connectionOptions({ cluster, user, namespace: "" })).toEqual({
      ca: Buffer.from("ca"),
      cert: Buffer.from("cert"),
      key: Buffer.from("key"),
      rejectUnauthorized: true,
      servername: "minikube",
      headers: {},
    });
  });

  it("takes a token from the kubeconfig or a file", async () => {
    writeFileSync(join(folder, "token"), "from-file\n");
    const headersOf = async (user: Record<string, string>): Promise<unknown> =>
      (await connectionOptions({ cluster: {}, user, namespace: "" })).headers;
    expect(await headersOf({ token: "plain" })).toEqual({ authorization: "Bearer plain" });
    expect(await headersOf({ tokenFile: join(folder, "token") })).toEqual({
      authorization: "Bearer from-file",
    });
  });

  it("asks a login program", async () => {
    const script = 'echo "{\\"status\\": {\\"token\\": \\"$WHO-$1\\"}}"';
    const exec = {
      command: "sh",
      args: ["-c", script, "sh", "eks"],
      env: [{ name: "WHO", value: "me" }],
    };
    const { headers } = await connectionOptions({ cluster: {}, user: { exec }, namespace: "" });
    expect(headers).toEqual({ authorization: "Bearer me-eks" });
  });

  it("names a login program that fails", async () => {
    const exec = { command: join(folder, "missing"), args: [] };
    await expect(connectionOptions({ cluster: {}, user: { exec }, namespace: "" })).rejects.toThrow(
      `the kubeconfig's login program ${exec.command} failed: spawn`,
    );
  });
});
