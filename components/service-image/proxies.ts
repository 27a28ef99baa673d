import * as pulumi from "@pulumi/pulumi";

/** What every Dockerfile takes without an `ARG`; it gets into no layer and no history. */
export const proxyNames = [
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
] as const;

/**
 * The proxies of this machine's environment as arguments of a build, by which Go's compiler gets its
 * modules. One with a password in its URL is a secret, and makes the whole `build` one.
 */
export function proxies(): Record<string, pulumi.Input<string>> | undefined {
  const set = proxyNames.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value.includes("@") ? pulumi.secret(value) : value] as const] : [];
  });
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}
