import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CannotCheck, messageOf } from "../../cluster/cannot-check";
import type { ApiClient, Credentials } from "../../cluster/api-client";

const path = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
/** The shortest life that the API server signs, in seconds. */
const lifetime = 600;
const signDeadline = 30_000;
const pollInterval = 200;

/** By it the next run finds what this one may have left. */
const label = "sre-challenge/verify-access";

interface SigningRequest {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly certificate?: string };
}

/**
 * A client certificate for a user and groups, signed through the cluster's own API. The key never
 * leaves this process.
 *
 * @param administrator May create, approve and delete CertificateSigningRequests.
 * @throws CannotCheck if it is not signed.
 */
export async function certificateFor(
  administrator: ApiClient,
  { user, groups }: { readonly user: string; readonly groups: readonly string[] },
  run: string,
  signal: AbortSignal,
): Promise<Credentials> {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const request = await signingRequest(key, [
    ...groups.map((it) => ["O", it] as const),
    ["CN", user],
  ]);
  const created = await expectDone(administrator, {
    method: "POST",
    path,
    body: {
      metadata: { generateName: "verify-access-", labels: { [label]: run } },
      spec: {
        request: Buffer.from(request).toString("base64"),
        signerName: "kubernetes.io/kube-apiserver-client",
        expirationSeconds: lifetime,
        usages: ["client auth"],
      },
    },
  });
  const { name } = created.metadata;
  const condition = { type: "Approved", status: "True", reason: "Verify", message: "A check" };
  await expectDone(administrator, {
    method: "PATCH",
    path: `${path}/${name}/approval`,
    body: { status: { conditions: [condition] } },
  });
  const cert = await signedCertificate(administrator, name, signal);
  return { cert, key };
}

/** Deletes the requests of this and of earlier runs; the certificates end by themselves. */
export async function deleteRequests(administrator: ApiClient): Promise<void> {
  await expectDone(administrator, { method: "DELETE", path: `${path}?labelSelector=${label}` });
}

async function signedCertificate(
  administrator: ApiClient,
  name: string,
  signal: AbortSignal,
): Promise<string> {
  const deadline = Date.now() + signDeadline;
  while (Date.now() < deadline) {
    const { status } = await expectDone(administrator, { method: "GET", path: `${path}/${name}` });
    if (status?.certificate !== undefined) {
      return Buffer.from(status.certificate, "base64").toString();
    }
    await sleep(pollInterval, undefined, { signal });
  }
  throw new CannotCheck(
    `CertificateSigningRequest ${name} is not signed after ${signDeadline / 1000} s; look at the log of kube-controller-manager`,
  );
}

async function expectDone(
  administrator: ApiClient,
  request: Parameters<ApiClient["ask"]>[0],
): Promise<SigningRequest> {
  const { status, body } = await administrator.ask(request);
  if (status < 200 || status >= 300) {
    const { message = "" } = Object(body) as { message?: string };
    throw new CannotCheck(`CertificateSigningRequest: HTTP ${status}: ${message}`);
  }
  return body as SigningRequest;
}

/** The PKCS #10 request in PEM. Each part of the name is one of its own, several `O` among them. */
async function signingRequest(
  key: string,
  name: readonly (readonly [string, string])[],
): Promise<string> {
  const subject = name.map(([type, value]) => `/${type}=${escaped(value)}`).join("");
  return new Promise((resolve, reject) => {
    // openssl opens its stdin by name, which needs a pipe; Node gives a socket.
    const piped = 'cat | openssl req -new -sha256 -key /dev/stdin -subj "$1"';
    const child = execFile("sh", ["-c", piped, "sh", subject], (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new CannotCheck(`openssl req: ${stderr.trim() || messageOf(error)}`));
    });
    child.stdin?.end(key);
  });
}

/** openssl splits a name at `/` and joins at `+`. */
function escaped(value: string): string {
  return value.replace(/[\\/+]/g, "\\$&");
}
