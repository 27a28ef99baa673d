import { PropertyMap, PropertyPath, diffProperties, formatPath } from "../property-diff";
import type { EngineLog } from "../rpc/engine";
import { hider } from "../redaction";
import { reveal, secretStrings } from "../rpc/properties";
import { buildImage } from "./build";
import type { Docker } from "./command";
import { parseImage } from "./image";
import { outputsOf } from "./outputs";
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
const SECONDS = 30 * 60;

const SHOW_EVERY_MS = 100;

/** The engine's operations on images in one daemon. */
export class ImageProvider {
  /** @param cancelled ends what is under way */
  constructor(
    private readonly docker: Docker,
    private readonly log: EngineLog,
    private readonly cancelled: AbortSignal,
  ) {}

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
    return this.operate(resource, timeout || SECONDS, async (signal, show) => {
      const image = parseImage(resource.inputs);
      show("building the image");
      const id = await buildImage(this.docker, image, signal, show);
      if (image.skipPush) return outputsOf(resource.inputs, id);
      show("pushing the image");
      return outputsOf(resource.inputs, await pushImage(this.docker, image, signal, show));
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
      return await work(AbortSignal.any([this.cancelled, deadline.signal]), show);
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
