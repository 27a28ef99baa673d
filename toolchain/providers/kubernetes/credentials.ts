import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { RequestOptions } from "node:https";
import { promisify } from "node:util";
import type { PropertyMap } from "../property-diff";
import { mapAt, mapsAt, textAt, textsAt } from "./fields";
import type { ChosenContext } from "./kubeconfig";

const run = promisify(execFile);

/** How long a login program may take, which may have to ask a server. */
const LOGIN_WITHIN_MS = 60_000;

/** TLS and credential options for the API server of a context. */
export async function connectionOptions({ cluster, user }: ChosenContext): Promise<RequestOptions> {
  const login = "exec" in user ? await loginBy(mapAt(user, "exec")) : user;
  const token = textAt(login, "token") || (await contentOf(login, "tokenFile"))?.toString().trim();
  const servername = textAt(cluster, "tls-server-name");
  return withoutUndefined({
    ca: await contentOf(cluster, "certificate-authority"),
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
    servername: servername === "" ? undefined : servername,
    cert: await contentOf(login, "client-certificate"),
    key: await contentOf(login, "client-key"),
    headers: token ? { authorization: `Bearer ${token}` } : {},
  });
}

/** What stands in base64 under `<key>-data`, or else in the file that `<key>` names. */
async function contentOf(object: PropertyMap, key: string): Promise<Buffer | undefined> {
  const data = textAt(object, `${key}-data`);
  if (data !== "") return Buffer.from(data, "base64");
  const path = textAt(object, key);
  return path === "" ? undefined : readFile(path);
}

/**
 * The credentials that a login program such as `aws eks get-token` prints, in the words of a
 * kubeconfig's user.
 */
async function loginBy(exec: PropertyMap): Promise<PropertyMap> {
  const command = textAt(exec, "command");
  const variables = mapsAt(exec, "env").map((entry): [string, string] => [
    textAt(entry, "name"),
    textAt(entry, "value"),
  ]);
  const info = {
    apiVersion: textAt(exec, "apiVersion"),
    kind: "ExecCredential",
    spec: { interactive: false },
  };
  const env = {
    ...process.env,
    ...Object.fromEntries(variables),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  try {
    const { stdout } = await run(command, textsAt(exec, "args"), { env, timeout: LOGIN_WITHIN_MS });
    const status = mapAt(JSON.parse(stdout) as PropertyMap, "status");
    const encoded = (key: string): string => Buffer.from(textAt(status, key)).toString("base64");
    return {
      token: textAt(status, "token"),
      "client-certificate-data": encoded("clientCertificateData"),
      "client-key-data": encoded("clientKeyData"),
    };
  } catch (error) {
    const { message } = error as Error;
    throw new Error(`the kubeconfig's login program ${command} failed: ${message}`, {
      cause: error,
    });
  }
}

function withoutUndefined(options: object): RequestOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
