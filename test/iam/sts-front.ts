import { IncomingMessage, ServerResponse } from "node:http";
import { Server, createServer } from "node:https";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Certificate } from "./certificate";
import { Keys, Refused, SignedRequest, verifySignature } from "./signature";

export interface StsFront {
  /** A server to listen with, one for each address. */
  newServer(): Server;
  /** Takes the keys of a session that moto made by itself. */
  remember(keys: Keys): void;
}

/**
 * STS of one region by its real name, over TLS, before moto, which looks at no signature and
 * answers in XML only. It knows the root's keys, and each session's from the AssumeRole
 * answers that went through it.
 */
export function stsFront(
  region: string,
  moto: string,
  root: Keys,
  certificate: Certificate,
): StsFront {
  const known = new Map([[root.accessKeyId, root]]);
  const service = {
    name: "sts",
    region,
    host: stsHost(region),
    keysOf: (id: string) => known.get(id),
  };

  const answer = async (request: SignedRequest): Promise<Answer> => {
    const keys = await verifySignature(request, service, new Date());
    const action = actionOf(request);
    if (action === "GetCallerIdentity") return identityAnswer(moto, region, keys, request);
    if (action !== "AssumeRole") throw new Refused("InvalidAction", `${action} is not known here`);
    const reply = await forward(moto, request);
    if (reply.status === 200) {
      const session = sessionIn(reply.body);
      known.set(session.accessKeyId, session);
    }
    return reply;
  };

  return {
    newServer: () =>
      createServer(
        { key: certificate.key, cert: certificate.certificate },
        (incoming, outgoing) => void respond(incoming, outgoing, answer),
      ),
    remember: (keys) => void known.set(keys.accessKeyId, keys),
  };
}

export function stsHost(region: string): string {
  return `sts.${region}.amazonaws.com`;
}

interface Answer {
  readonly status: number;
  readonly type: "application/json" | "text/xml";
  readonly body: string;
}

async function respond(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  answer: (request: SignedRequest) => Promise<Answer>,
): Promise<void> {
  const reply = await readRequest(incoming)
    .then(answer)
    .catch((error: unknown) => refusal(error));
  outgoing.writeHead(reply.status, { "content-type": reply.type }).end(reply.body);
}

function refusal(error: unknown): Answer {
  const code = error instanceof Refused ? error.code : "InternalFailure";
  const message = error instanceof Error ? error.message : String(error);
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escape(message)}</Message></Error></ErrorResponse>`;
  return { status: error instanceof Refused ? 403 : 500, type: "text/xml", body };
}

async function readRequest(incoming: IncomingMessage): Promise<SignedRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? "",
    url: incoming.url ?? "",
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts).toString("utf8"),
  };
}

function actionOf({ method, url, body }: SignedRequest): string {
  const { searchParams } = new URL(url, "https://host.invalid");
  const parameters = method === "POST" ? new URLSearchParams(body) : searchParams;
  return parameters.get("Action") ?? "";
}

/** moto tells who has the keys; AWS writes it as JSON for who asks for that. */
async function identityAnswer(
  endpoint: string,
  region: string,
  keys: Keys,
  request: SignedRequest,
): Promise<Answer> {
  const client = new STSClient({ endpoint, region, credentials: keys });
  try {
    const { Account, Arn, UserId } = await client.send(new GetCallerIdentityCommand({}));
    const result = { Account, Arn, UserId };
    if (request.headers.accept === "application/json") {
      const body = { GetCallerIdentityResponse: { GetCallerIdentityResult: result } };
      return { status: 200, type: "application/json", body: JSON.stringify(body) };
    }
    const fields = Object.entries(result).map(
      ([name, value = ""]) => `<${name}>${value}</${name}>`,
    );
    const body = `<GetCallerIdentityResponse xmlns="${NAMESPACE}"><GetCallerIdentityResult>${fields.join("")}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
    return { status: 200, type: "text/xml", body };
  } finally {
    client.destroy();
  }
}

const NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

async function forward(moto: string, { url, headers, body }: SignedRequest): Promise<Answer> {
  const { authorization = "", "content-type": type = "" } = headers;
  const reply = await fetch(new URL(url, moto), {
    method: "POST",
    headers: { authorization, "content-type": type },
    body,
  });
  return { status: reply.status, type: "text/xml", body: await reply.text() };
}

function sessionIn(xml: string): Required<Keys> {
  return {
    accessKeyId: element(xml, "AccessKeyId"),
    secretAccessKey: element(xml, "SecretAccessKey"),
    sessionToken: element(xml, "SessionToken"),
    expiration: new Date(element(xml, "Expiration")),
  };
}

function element(xml: string, name: string): string {
  const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
  if (value === undefined) throw new Error(`moto's AssumeRole answer has no ${name}`);
  return value;
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
