import type { ImageArgs } from "@pulumi/docker";
import { join } from "node:path/posix";
import type { Platform } from "./platform";
import type { proxies } from "./proxies";
import { tagDigits } from "./references";

export interface ServiceBuild {
  readonly service: string;
  /** Content hash in hex, whose first digits are the tag. */
  readonly hash: string;
  readonly registry: string | undefined;
  readonly platform: Platform;
  readonly network: "host" | undefined;
  readonly context: string;
  readonly args?: ReturnType<typeof proxies>;
}

/** How a service's image is built, named and pushed. Nothing is built during a preview. */
export function imageArgs(build: ServiceBuild): ImageArgs {
  const { service, hash, registry, platform, network, context, args } = build;
  const tagged = `${service}:${hash.slice(0, tagDigits)}`;
  const built = {
    build: { context, dockerfile: join(context, `Dockerfile.${service}`), platform, network, args },
    buildOnPreview: false,
  };
  return registry === undefined
    ? { imageName: tagged, ...built, skipPush: true }
    : { imageName: `${registry}/${tagged}`, ...built, registry: { server: registry } };
}
