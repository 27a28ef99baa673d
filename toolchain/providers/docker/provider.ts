import { PropertyMap, PropertyPath, diffProperties, formatPath } from "../property-diff";
import type { EngineLog } from "../rpc/engine";
import { hider } from "../redaction";
import { reveal, secretStrings } from "../rpc/properties";
import { buildImage } from "./build";
import type { Docker } from "./command";
import { parseImage, parseRegistry } from "./image";
import { outputsOf } from "./outputs";
import { presenceOf } from "./presence";
import { pushImage } from "./registry";

/** One resource of an operation. */
export interface ImageResource {
  readonly urn: string;
  /** Logical name, which errors begin with. */
  readonly name: string;
  /** Checked inputs, secrets wrapped. */
  readonly inputs: PropertyMap;
}

export interface Change {
  readonly path: string;
  readonly kind: "add" | "delete" | "update";
}

/** Without the option customTimeouts. */
const BUILD_SECONDS = 30 * 60;
const READ_SECONDS = 60;

const SHOW_EVERY_MS = 100;

/** The engine's operations on images in one daemon. */
export class ImageProvider {
  private readonly cancellation = new AbortController();

  constructor(
    private readonly docker: Docker,
    private readonly log: EngineLog,
  ) {}

  /** Ends what is under way. */
  cancel(): void {
    this.cancellation.abort(new Error("cancelled"));
  }

  /** What would build the image anew: a change of the registry's login does not. */
  diff(olds: PropertyMap, news: PropertyMap): Change[] {
    return diffProperties(reveal(olds), reveal(news))
      .filter(({ path }) => !isLogin(path))
      .map(({ path, kind }) => ({ path: formatPath(path), kind }));
  }

  /**
   * Builds an image and pushes it.
   *
   * @param timeout seconds; 0 for the default
   * @returns the outputs
   */
  build(resource: ImageResource, timeout: number): Promise<PropertyMap> {
    const seconds = timeout || BUILD_SECONDS;
    return this.operate(resource, seconds, async (signal, show) => {
      const image = parseImage(resource.inputs);
      show("building the image");
      const { id, platform } = await buildImage(this.docker, image, signal, show);
      if (image.skipPush) return outputsOf(resource.inputs, { repoDigest: id, platform });
      show("pushing the image");
      const repoDigest = await pushImage(this.docker, image, signal, show);
      return outputsOf(resource.inputs, { repoDigest, platform });
    });
  }

  /** Whether the image that the state knows by its `repoDigest` is still there. */
  exists(resource: ImageResource, repoDigest: string): Promise<boolean> {
    return this.operate(resource, READ_SECONDS, async (signal) => {
      const registry = parseRegistry(resource.inputs);
      const presence = await presenceOf(this.docker, repoDigest, registry, signal);
      if (presence === "hidden") {
        this.log.info(
          resource.urn,
          `the registry hides ${repoDigest} from this provider, so it counts as unchanged; give ` +
            "the image its registry's username and password",
        );
      }
      return presence !== "gone";
    });
  }

  /** Work that ends in time or when cancelled, and shows no secret of the resource. */
  private async operate<T>(
    { urn, name, inputs }: ImageResource,
    seconds: number,
    work: (signal: AbortSignal, show: (line: string) => void) => Promise<T>,
  ): Promise<T> {
    const hide = hider(secretStrings(inputs));
    const deadline = new AbortController();
    const timer = setTimeout(() => {
      const remedy = "give it more time by the option customTimeouts";
      deadline.abort(new Error(`not done within ${seconds} s; ${remedy}`));
    }, seconds * 1_000);
    let shownAt = 0;
    const show = (line: string): void => {
      if (Date.now() - shownAt < SHOW_EVERY_MS) return;
      shownAt = Date.now();
      this.log.status(urn, hide(line));
    };
    try {
      return await work(AbortSignal.any([this.cancellation.signal, deadline.signal]), show);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(hide(`${name}: ${message}`));
    } finally {
      clearTimeout(timer);
      this.log.status(urn, "");
    }
  }
}

function isLogin([first, second]: PropertyPath): boolean {
  return first === "registry" && (second === "username" || second === "password");
}
