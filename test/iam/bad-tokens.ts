import type { Emulator } from "./emulator";
import { tokenFor } from "./authenticator";
import { presignedUrl, tokenOf } from "./tokens";

export interface BadTokens {
  readonly program: string;
  readonly emulator: Emulator;
  readonly clusterId: string;
  /** A role that is mapped, and one that is not. */
  readonly roleArn: string;
  readonly unmappedRoleArn: string;
}

/** Tokens that must let nobody in, by what is wrong with each. */
export async function badTokens(options: BadTokens): Promise<ReadonlyMap<string, string>> {
  const { program, emulator, clusterId, roleArn, unmappedRoleArn } = options;
  const { region } = emulator;
  const keys = await emulator.assume(roleArn, "mallory");
  const good = await presignedUrl(keys, { region, clusterId });
  const changed = (name: string, value: string): URL => {
    const url = new URL(good);
    url.searchParams.set(name, value);
    return url;
  };
  const elsewhere = await presignedUrl(keys, { region, clusterId, signedHost: "sts.example.com" });
  const moved = new URL(elsewhere);
  moved.host = emulator.stsHost;
  const old = new Date(Date.now() - 16 * 60_000);
  return new Map([
    [
      "of a role that is not mapped",
      await tokenFor(program, emulator, clusterId, unmappedRoleArn, "mallory"),
    ],
    ["signed 16 minutes ago", tokenOf(await presignedUrl(keys, { region, clusterId, date: old }))],
    ["with a new date", tokenOf(changed("X-Amz-Date", anotherSecond(good)))],
    [
      "for another cluster",
      await tokenFor(program, emulator, "another-cluster", roleArn, "mallory"),
    ],
    ["for another host", tokenOf(elsewhere)],
    ["signed for another host", tokenOf(moved)],
    ["whose cluster is no longer signed", tokenOf(changed("X-Amz-SignedHeaders", "host"))],
    [
      "with one more signed header",
      tokenOf(changed("X-Amz-SignedHeaders", "accept;host;x-k8s-aws-id")),
    ],
    ["of another session", tokenOf(changed("X-Amz-Security-Token", "another"))],
  ]);
}

/** The date of a URL's signature, of another second in the same minute. */
function anotherSecond(url: URL): string {
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  const second = date.endsWith("00Z") ? "01Z" : "00Z";
  return date.slice(0, -3) + second;
}
