import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { contentHash } from "./content-hash";
import { imageArgs } from "./image-args";
import { type Platform, hostPlatform } from "./platform";
import { proxies } from "./proxies";
import { type ImageReferences, imageReferences } from "./references";

export interface ServiceImageArgs {
  /**
   * Registry that the image is pushed to: host, port and path, such as `localhost:5000`.
   * @default none: the image stays in the Docker daemon, which then has to be the node's.
   */
  readonly registry?: string | undefined;
  /**
   * Platform to build for.
   * @default that of the machine that runs the program, which has to be the nodes' too.
   */
  readonly platform?: Platform | undefined;
  /**
   * `host`: the build shares the network of the daemon's machine, its loopback too. For a daemon that
   * has no bridge, with which a build would not reach the modules of Go. It gives away little: a
   * build runs Go's compiler, which runs no code of the modules.
   * @default a network of its own, by the daemon's bridge
   */
  readonly network?: "host" | undefined;
  /**
   * Folder that holds `Dockerfile.<service>` and is its build context.
   * @default the project's folder
   */
  readonly context?: string;
}

/** Builds the image of the service `name` from `Dockerfile.<name>`, and pushes it to the registry. */
export class ServiceImage extends pulumi.ComponentResource {
  /** A reference that always means this content: by digest if pushed, else by a tag that is its hash. */
  readonly ref: pulumi.Output<string>;
  /** The form that `ref` has, now and with any other content. */
  readonly references: ImageReferences;

  constructor(name: string, args: ServiceImageArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:ServiceImage", name, {}, opts);
    const { registry, platform = hostPlatform(), network, context = "." } = args;

    const hash = contentHash(context, `Dockerfile.${name}`);
    const image = new docker.Image(
      name,
      imageArgs({ service: name, hash, registry, platform, network, context, args: proxies() }),
      { parent: this },
    );

    this.references = imageReferences(name, registry);
    this.ref = registry === undefined ? image.imageName : image.repoDigest;
    this.registerOutputs({ ref: this.ref });
  }
}
