import { join } from "node:path";
import { z } from "zod";
import type { PropertyMap } from "../property-diff";
import { reveal } from "../rpc/properties";

const text = z.string();

const build = z.strictObject({
  addHosts: z.array(text).default([]),
  args: z.record(text, text).default({}),
  builderVersion: z
    .literal("BuilderBuildKit", { error: "this provider builds by BuildKit only; leave it out" })
    .optional(),
  cacheFrom: z.strictObject({ images: z.array(text).default([]) }).prefault({}),
  context: text.default("."),
  /** What `check` adds to the program's inputs. */
  contextDigest: text.optional(),
  dockerfile: text.optional(),
  network: text.optional(),
  platform: text.optional(),
  target: text.optional(),
});

/** The inputs of docker:index/image:Image, with the official provider's names and defaults. */
export const imageSchema = z.strictObject({
  imageName: text,
  build: build.prefault({}),
  buildOnPreview: z
    .literal(false, { error: "true: this provider builds in an update only; leave it out" })
    .default(false),
  registry: z
    .strictObject({
      server: text.optional(),
      username: text.optional(),
      password: text.optional(),
    })
    .prefault({}),
  skipPush: z.boolean().default(false),
});

export type Image = z.output<typeof imageSchema>;
export type Registry = Image["registry"];

/** @throws where checked inputs came with values that are not known yet */
export function parseImage(inputs: PropertyMap): Image {
  return imageSchema.parse(reveal(inputs));
}

/** Path of the Dockerfile, absolute or from the folder that the program runs in. */
export function dockerfileOf({ context, dockerfile }: Image["build"]): string {
  return dockerfile ?? join(context, "Dockerfile");
}
