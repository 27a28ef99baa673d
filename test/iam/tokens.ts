import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Keys } from "./signature";

export interface TokenOptions {
  readonly region: string;
  readonly clusterId: string;
  /** Host that the request is signed for. @default the region's STS */
  readonly signedHost?: string;
  /** @default now */
  readonly date?: Date;
}

const PREFIX = "k8s-aws-v1.";

/** A presigned GetCallerIdentity URL, as `aws-iam-authenticator token` makes it. */
export async function presignedUrl(keys: Keys, options: TokenOptions): Promise<URL> {
  const { region, clusterId, date = new Date() } = options;
  const { signedHost = `sts.${region}.amazonaws.com` } = options;
  const signer = new SignatureV4({ credentials: keys, region, service: "sts", sha256: Sha256 });
  const request = {
    method: "GET",
    protocol: "https:",
    hostname: signedHost,
    path: "/",
    query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    headers: { host: signedHost, "x-k8s-aws-id": clusterId },
  };
  const { query = {} } = await signer.presign(request, { signingDate: date, expiresIn: 60 });
  const url = new URL(`https://${signedHost}/`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

/** The bearer token that carries a presigned URL. */
export function tokenOf(url: URL): string {
  return PREFIX + Buffer.from(url.href, "utf8").toString("base64url");
}

/** The presigned URL that a bearer token carries. */
export function urlIn(token: string): URL {
  return new URL(Buffer.from(token.slice(PREFIX.length), "base64url").toString("utf8"));
}
