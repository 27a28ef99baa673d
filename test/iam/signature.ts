import { timingSafeEqual } from "node:crypto";
import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

/** What may sign: the keys of a user, or those of a role's session. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a role's session only. */
  readonly sessionToken?: string;
  /** End of a role's session. */
  readonly expiration?: Date;
}

/** A request as it came in, header names in lower case. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as on the request line. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Which request a service of one region takes, and whose keys it knows. */
export interface Service {
  readonly name: string;
  readonly region: string;
  /** Name that clients reach it by, the `host` that they sign. */
  readonly host: string;
  keysOf(accessKeyId: string): Keys | undefined;
}

export class Refused extends Error {
  /** @param code as AWS names it, such as SignatureDoesNotMatch */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Of a request's date; STS does not look at X-Amz-Expires. */
const VALID_MS = 15 * 60_000;

/**
 * Checks a request's SigV4 signature, in the query of a presigned URL or in its Authorization
 * header, as AWS does: it is made anew from what came in and the secret on record.
 *
 * @returns whose keys signed it
 * @throws Refused with AWS's code
 */
export async function verifySignature(
  request: SignedRequest,
  service: Service,
  now: Date,
): Promise<Keys> {
  const claim = claimOf(request);
  const keys = service.keysOf(claim.accessKeyId);
  if (!keys) {
    throw new Refused("InvalidClientTokenId", "The security token included is invalid.");
  }
  if (keys.expiration && keys.expiration <= now) {
    throw new Refused("ExpiredToken", "The security token included in the request is expired");
  }
  if (claim.sessionToken !== keys.sessionToken) {
    throw new Refused("InvalidClientTokenId", "The security token included is not the session's.");
  }
  const scope = `${claim.date.slice(0, 8)}/${service.region}/${service.name}/aws4_request`;
  if (claim.scope !== scope) throw mismatch(`the scope is ${claim.scope}; expected ${scope}`);
  if (request.headers.host !== service.host) throw mismatch(`the host is not ${service.host}`);
  if (!claim.signedHeaders.includes("host")) throw mismatch("the host is not signed");

  const date = parseDate(claim.date);
  if (now.getTime() > date.getTime() + VALID_MS) {
    throw mismatch(`Signature expired: ${claim.date} is more than 15 minutes ago`);
  }
  if (date.getTime() > now.getTime() + VALID_MS) {
    throw mismatch(`Signature not yet current: ${claim.date} is still to come`);
  }
  const expected = await claim.signAnew(signer(service, keys), date);
  if (!equal(expected, claim.signature)) {
    throw mismatch("The request signature does not match the signature that the service made.");
  }
  return keys;
}

interface Claim {
  readonly accessKeyId: string;
  /** `<day>/<region>/<service>/aws4_request` */
  readonly scope: string;
  /** Such as 20260102T030405Z. */
  readonly date: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** The signature that the request should bear. */
  signAnew(signer: SignatureV4, signingDate: Date): Promise<string>;
}

function claimOf(request: SignedRequest): Claim {
  const { pathname, searchParams } = new URL(request.url, "https://host.invalid");
  const query = Object.fromEntries(searchParams);
  if (Object.keys(query).length !== [...searchParams].length) {
    throw new Refused("IncompleteSignature", "a parameter of the query comes twice");
  }
  const shape = { method: request.method, path: pathname };
  return query["X-Amz-Signature"] === undefined
    ? claimInHeader(request, { ...shape, query })
    : claimInQuery(request, { ...shape, query });
}

interface Shape {
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
}

const GENERATED =
  /^X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)$/;

function claimInQuery(request: SignedRequest, shape: Shape): Claim {
  const { query } = shape;
  const signedHeaders = (query["X-Amz-SignedHeaders"] ?? "").split(";");
  const rest = Object.entries(query).filter(([name]) => !GENERATED.test(name));
  const unsigned = {
    ...shape,
    ...TARGET,
    query: Object.fromEntries(rest),
    headers: pick(request.headers, signedHeaders),
  };
  return {
    ...credentialOf(query["X-Amz-Credential"]),
    date: query["X-Amz-Date"] ?? "",
    signedHeaders,
    signature: query["X-Amz-Signature"] ?? "",
    sessionToken: query["X-Amz-Security-Token"],
    async signAnew(signatureV4, signingDate) {
      const signed = await signatureV4.presign(unsigned, {
        signingDate,
        expiresIn: Number(query["X-Amz-Expires"]),
        signableHeaders: new Set(signedHeaders),
        unhoistableHeaders: new Set(signedHeaders),
      });
      return String(signed.query?.["X-Amz-Signature"]);
    },
  };
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=(?<credential>[^,]+), ?SignedHeaders=(?<headers>[^,]+), ?Signature=(?<signature>[0-9a-f]{64})$/;

function claimInHeader(request: SignedRequest, shape: Shape): Claim {
  const found = AUTHORIZATION.exec(request.headers.authorization ?? "")?.groups;
  if (!found) throw new Refused("MissingAuthenticationToken", "the request is not signed");
  const signedHeaders = (found.headers ?? "").split(";");
  // The signature would be over what this header says of the body, not over the body.
  if (signedHeaders.includes("x-amz-content-sha256")) {
    throw new Refused("IncompleteSignature", "x-amz-content-sha256 is not taken here");
  }
  const headers = pick(request.headers, signedHeaders);
  const unsigned = { ...shape, ...TARGET, headers, body: request.body };
  return {
    ...credentialOf(found.credential),
    date: request.headers["x-amz-date"] ?? "",
    signedHeaders,
    signature: found.signature ?? "",
    sessionToken: request.headers["x-amz-security-token"],
    async signAnew(signatureV4, signingDate) {
      const options = { signingDate, signableHeaders: new Set(signedHeaders) };
      const { headers: signed } = await signatureV4.sign(unsigned, options);
      return /Signature=([0-9a-f]{64})$/.exec(signed.authorization ?? "")?.[1] ?? "";
    },
  };
}

/** Where a request goes is no part of its signature, beside the header `host`. */
const TARGET = { protocol: "https:", hostname: "host.invalid" };

function credentialOf(credential = ""): Pick<Claim, "accessKeyId" | "scope"> {
  const [accessKeyId = "", ...scope] = credential.split("/");
  return { accessKeyId, scope: scope.join("/") };
}

function signer({ name, region }: Service, keys: Keys): SignatureV4 {
  return new SignatureV4({
    credentials: keys,
    region,
    service: name,
    sha256: Sha256,
    applyChecksum: false,
  });
}

function pick(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}

function parseDate(text: string): Date {
  const date = new Date(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (Number.isNaN(date.getTime())) {
    throw new Refused("IncompleteSignature", `"${text}" is no date of a signature`);
  }
  return date;
}

function mismatch(message: string): Refused {
  return new Refused("SignatureDoesNotMatch", message);
}

function equal(expected: string, given: string): boolean {
  return (
    expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given))
  );
}
