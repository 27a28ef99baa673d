import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { z } from "zod";
import { ApiClient, type Credentials, type Server } from "./api-client";
import { CannotCheck, messageOf } from "./cannot-check";
import { command } from "./command";
import { refuseOther, remedy } from "./kubeconfig";

/** The cluster by the name of its kubectl context. */
export interface Connection {
  readonly context: string;
  readonly server: Server;
  readonly credentials: Credentials;
  readonly client: ApiClient;
}

const base64 = z.string().transform((data) => Buffer.from(data, "base64").toString());

const exec = z.object({
  apiVersion: z.string(),
  command: z.string(),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});

const user = z.object({
  "client-certificate-data": base64.optional(),
  "client-key-data": base64.optional(),
  token: z.string().optional(),
  exec: exec.optional(),
});

const cluster = z.object({
  server: z.string().startsWith("https://"),
  "certificate-authority-data": base64.optional(),
  "insecure-skip-tls-verify": z.boolean().optional(),
  "tls-server-name": z.string().optional(),
});

const view = z.object({
  "current-context": z.string(),
  clusters: z.tuple([z.object({ cluster })]),
  users: z.tuple([z.object({ user })]),
});

const execCredential = z.object({
  status: z.object({
    clientCertificateData: z.string().optional(),
    clientKeyData: z.string().optional(),
    token: z.string().optional(),
  }),
});

/**
 * What kubectl would connect with. Its own word on that is there in a tenth of the time that the
 * client library for Node takes to load.
 *
 * @throws CannotCheck if there is no such cluster, or no credentials for it.
 */
export async function connect(signal: AbortSignal): Promise<Connection> {
  return connected(await currentView(signal), signal);
}

/** The same of this project's own cluster. Another one is left alone, and nobody is asked for its credentials. */
export async function connectToOurs(signal: AbortSignal): Promise<Connection> {
  const current = await currentView(signal);
  refuseOther(current["current-context"]);
  return connected(current, signal);
}

async function currentView(signal: AbortSignal): Promise<z.infer<typeof view>> {
  const args = ["config", "view", "--raw", "--flatten", "--minify", "--output=json"];
  const parsed = view.safeParse(JSON.parse(await command("kubectl", args, remedy, signal)));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join("."));
  throw new CannotCheck(
    `kubectl's configuration: ${fields.join(", ")}: not as expected\n${remedy}`,
  );
}

async function connected(current: z.infer<typeof view>, signal: AbortSignal): Promise<Connection> {
  const {
    "current-context": context,
    clusters: [{ cluster: where }],
    users: [{ user: who }],
  } = current;
  const server = serverOf(where);
  const credentials = await credentialsOf(who, signal);
  const client = new ApiClient(server, credentials, signal);
  return { context, server, credentials, client };
}

function serverOf(where: z.infer<typeof cluster>): Server {
  const ca = where["certificate-authority-data"];
  const servername = where["tls-server-name"];
  return {
    url: where.server,
    tls: {
      ...(ca !== undefined && { ca }),
      ...(where["insecure-skip-tls-verify"] === true && { rejectUnauthorized: false }),
      ...(servername !== undefined && { servername }),
    },
  };
}

async function credentialsOf(who: z.infer<typeof user>, signal: AbortSignal): Promise<Credentials> {
  const plugin = who.exec && (await pluginsCredentials(who.exec, signal));
  const cert = plugin?.clientCertificateData ?? who["client-certificate-data"];
  const key = plugin?.clientKeyData ?? who["client-key-data"];
  const token = plugin?.token ?? who.token;
  return {
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    ...(token !== undefined && { token }),
  };
}

async function pluginsCredentials(plugin: z.infer<typeof exec>, signal: AbortSignal) {
  const { apiVersion } = plugin;
  const info = { apiVersion, kind: "ExecCredential", spec: { interactive: false } };
  const env = {
    ...process.env,
    ...Object.fromEntries((plugin.env ?? []).map(({ name, value }) => [name, value])),
    KUBERNETES_EXEC_INFO: JSON.stringify(info),
  };
  try {
    const { stdout } = await promisify(execFile)(plugin.command, plugin.args ?? [], {
      env,
      signal,
    });
    return execCredential.parse(JSON.parse(stdout)).status;
  } catch (error) {
    signal.throwIfAborted();
    const { stderr = "" } = error as { stderr?: string };
    const said = stderr.trim() === "" ? messageOf(error) : stderr.trim();
    throw new CannotCheck(`no credentials for the cluster: ${said}\n${remedy}`);
  }
}
