import type { Emulator } from "./emulator";
import { tokenFor } from "./authenticator";
import { presignedUrl, tokenOf } from "./tokens";

export interface BadTokensOptions {
  readonly program: string;
  readonly emulator: Emulator;
  readonly clusterId: string;
  /** A role that is mapped, and one that is not. */
  readonly roleArn: string;
  readonly unmappedRoleArn: string;
}

export interface BadToken {
  /** What is wrong with it. */
  readonly what: string;
  readonly token: string;
  /** Part of what aws-iam-authenticator logs of its refusal. */
  readonly reason: string;
}

/** Tokens that must let nobody in. */
export async function badTokens(options: BadTokensOptions): Promise<readonly BadToken[]> {
  const { program, emulator, clusterId, roleArn, unmappedRoleArn } = options;
  const { region, stsHost } = emulator;
  const keys = await emulator.assume(roleArn, "mallory");
  const sign = (other: { readonly date?: Date; readonly signedHost?: string }): Promise<URL> =>
    presignedUrl(keys, { region, clusterId, ...other });

  const good = await sign({});
  const changed = (url: URL, name: string, value: string): string => {
    const copy = new URL(url);
    copy.searchParams.set(name, value);
    return tokenOf(copy);
  };
  const old = await sign({ date: new Date(Date.now() - 16 * 60_000) });
  const elsewhere = await sign({ signedHost: "sts.example.com" });
  const moved = new URL(elsewhere);
  moved.host = stsHost;
  const mismatch = "<Code>SignatureDoesNotMatch</Code>";
  return [
    {
      what: "of a role that is not mapped",
      token: await tokenFor(program, emulator, clusterId, unmappedRoleArn, "mallory"),
      reason: "is not mapped",
    },
    {
      what: "signed 16 minutes ago",
      token: tokenOf(old),
      reason: "X-Amz-Date parameter is expired",
    },
    {
      what: "signed 16 minutes ago, with a date of now",
      token: changed(old, "X-Amz-Date", good.searchParams.get("X-Amz-Date") ?? ""),
      reason: mismatch,
    },
    {
      what: "for another cluster",
      token: await tokenFor(program, emulator, "another-cluster", roleArn, "mallory"),
      reason: mismatch,
    },
    { what: "for another host", token: tokenOf(elsewhere), reason: "unexpected hostname" },
    { what: "signed for another host", token: tokenOf(moved), reason: mismatch },
    {
      what: "whose cluster is no longer signed",
      token: changed(good, "X-Amz-SignedHeaders", "host"),
      reason: "client did not sign the x-k8s-aws-id header",
    },
    {
      what: "with one more signed header",
      token: changed(good, "X-Amz-SignedHeaders", "accept;host;x-k8s-aws-id"),
      reason: mismatch,
    },
    {
      what: "with the token of another session",
      token: changed(good, "X-Amz-Security-Token", "another"),
      reason: "<Code>InvalidClientTokenId</Code>",
    },
  ];
}
