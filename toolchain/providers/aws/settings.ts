import { z } from "zod";
import type { PropertyMap } from "../property-diff";
import { CheckFailure, failuresIn } from "./check";

/** The provider's configuration, by the names and defaults of the official provider. */
export interface Settings {
  readonly region: string;
  /** Base URLs. @default AWS's own */
  readonly endpoints: { readonly iam?: string | undefined; readonly sts?: string | undefined };
  /** The only accounts to work in. @default any */
  readonly allowedAccountIds?: readonly string[] | undefined;
  /** Do not ask who the credentials are of, unless only some accounts are allowed. @default false */
  readonly skipCredentialsValidation: boolean;
}

/** The SDK sends everything but text as JSON. */
function json<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => {
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value) as unknown;
    } catch {
      return value;
    }
  }, schema);
}

const endpoint = z
  .string()
  .regex(/^https?:\/\/[^/]+\/?$/, "expected a URL such as https://host:443");

const schema = z.strictObject({
  region: z.string({ error: "missing; expected a region such as eu-west-1" }).min(1),
  endpoints: json(
    z
      .array(z.strictObject({ iam: endpoint.optional(), sts: endpoint.optional() }))
      .max(1, "expected one block of endpoints"),
  ).default([]),
  allowedAccountIds: json(
    z.array(z.string().regex(/^\d{12}$/, "expected an account id of 12 digits")).min(1),
  ).optional(),
  skipCredentialsValidation: json(z.boolean()).default(false),
  // This provider asks the environment for credentials and nothing else, so these are so anyway.
  skipMetadataApiCheck: json(z.boolean()).optional(),
  skipRegionValidation: json(z.boolean()).optional(),
  skipRequestingAccountId: json(z.boolean()).optional(),
});

/** @param variables the engine's, such as `aws:config:region` */
export function parseSettings(variables: ReadonlyMap<string, string>): Settings {
  const config = [...variables]
    .map(([name, value]) => [name.replace("aws:config:", ""), value] as const)
    .filter(([name]) => name !== "version");
  const { endpoints, ...settings } = schema.parse(Object.fromEntries(config));
  return { ...settings, endpoints: endpoints[0] ?? {} };
}

/** What is wrong with a configuration, or what the official provider can do and this one cannot. */
export function settingFailures({ version: _, ...config }: PropertyMap): CheckFailure[] {
  return failuresIn(schema, config, remedyFor);
}

function remedyFor(property: string): string {
  return CREDENTIALS.has(property)
    ? "credentials come from the environment only: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    : "not a setting that this provider knows; leave it out";
}

const CREDENTIALS = new Set([
  ...["accessKey", "secretKey", "token", "profile", "assumeRoles", "assumeRoleWithWebIdentity"],
  ...["sharedConfigFiles", "sharedCredentialsFiles"],
]);
