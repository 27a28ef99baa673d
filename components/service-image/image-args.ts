import type { ImageArgs } from "@pulumi/docker";
import { join } from "node:path/posix";
import type { Platform } from "./platform";

export interface ServiceBuild {
  readonly service: string;
  /** Content hash in hex; the tag is its first 16 digits. */
  readonly hash: string;
  readonly registry: string | undefined;
  readonly platform: Platform;
  readonly network: "host" | undefined;
  readonly context: string;
}

/** How a service's image is built, named and pushed. Nothing is built during a preview. */
export function imageArgs(build: ServiceBuild): ImageArgs {
  const { service, hash, registry, platform, network, context } = build;
  const tagged = `${service}:${hash.slice(0, 16)}`;
  const args = {
    build: { context, dockerfile: join(context, `Dockerfile.${service}`), platform, network },
    buildOnPreview: false,
  };
  return registry === undefined
    ? { imageName: tagged, ...args, skipPush: true }
    : { imageName: `${registry}/${tagged}`, ...args, registry: { server: registry } };
}
