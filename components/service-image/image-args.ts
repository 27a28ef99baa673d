import type { ImageArgs } from "@pulumi/docker";
import { join } from "node:path/posix";

export interface ServiceBuild {
  readonly service: string;
  /** Content hash in hex; the tag is its first 16 digits. */
  readonly hash: string;
  readonly registry: string | undefined;
  readonly platform: string | undefined;
  readonly context: string;
}

/** How a service's image is built, named and pushed. Nothing is built during a preview. */
export function imageArgs({ service, hash, registry, platform, context }: ServiceBuild): ImageArgs {
  const tagged = `${service}:${hash.slice(0, 16)}`;
  const build = { context, dockerfile: join(context, `Dockerfile.${service}`), platform };
  return registry === undefined
    ? { imageName: tagged, build, buildOnPreview: false, skipPush: true }
    : {
        imageName: `${registry}/${tagged}`,
        build,
        buildOnPreview: false,
        registry: { server: registry },
      };
}
