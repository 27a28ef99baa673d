import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { PropertyMap, PropertyPath, PropertyValue, formatPath, isMap } from "../property-diff";
import { UNKNOWN, reveal, secret } from "../rpc/properties";
import { Image, dockerfileOf, imageSchema } from "./image";
import { parseReference } from "./reference";

export interface CheckFailure {
  /** Path of the property at fault. */
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  /** The program's inputs, the registry's password marked as a secret. */
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

/** Checks what a preview can know; defaults are applied where the inputs are read. */
export function checkImage(news: PropertyMap): Checked {
  const given = reveal(news);
  const known = withoutUnknowns(given);
  const parsed = imageSchema.partial({ imageName: true }).safeParse(known);
  const failures = parsed.success
    ? [
        ...nameFailures(given.imageName, parsed.data.skipPush || given.skipPush === UNKNOWN),
        ...registryFailures(given.registry),
        ...buildFailures(given.build, parsed.data.build),
      ]
    : parsed.error.issues.flatMap(failuresOf);
  return { inputs: withSecretPassword(news), failures };
}

function nameFailures(name: PropertyValue | undefined, skipPush: boolean): CheckFailure[] {
  const failure = (reason: string) => [{ property: "imageName", reason }];
  if (typeof name !== "string") return failure("missing; expected <registry>/<name>:<tag>");
  if (name === UNKNOWN) return [];
  const quoted = JSON.stringify(name);
  const reference = parseReference(name);
  if (!reference) return failure(`${quoted} names no image; expected <registry>/<name>:<tag>`);
  if (reference.registry === undefined && !skipPush) {
    return failure(
      `${quoted} names no registry to push to; expected <registry>/${name}, with docker.io for ` +
        "Docker Hub, or skipPush: true",
    );
  }
  if (reference.tag === undefined || reference.tag === "latest") {
    return failure(
      `${quoted}: this provider does not look for changes in the build context; expected a tag ` +
        "that changes with it, such as a hash of its content",
    );
  }
  return [];
}

function registryFailures(registry: PropertyValue | undefined): CheckFailure[] {
  if (!isMap(registry)) return [];
  const { username, password } = registry;
  if ((username === undefined) === (password === undefined)) return [];
  const [missing, given] =
    username === undefined ? ["username", "password"] : ["password", "username"];
  return [
    {
      property: `registry.${missing}`,
      reason: `missing beside ${given}; give both, or neither for the machine's own login`,
    },
  ];
}

function buildFailures(given: PropertyValue | undefined, build: Image["build"]): CheckFailure[] {
  const { context, dockerfile } = isMap(given) ? given : {};
  if ([given, context, dockerfile].includes(UNKNOWN)) return [];
  if (!isFolder(build.context)) {
    return [
      {
        property: "build.context",
        reason: `${JSON.stringify(build.context)}: no folder at ${resolve(build.context)}`,
      },
    ];
  }
  const file = dockerfileOf(build);
  if (isFile(file)) return [];
  const inContext = join(build.context, file);
  const remedy = isFile(inContext) ? `; expected ${JSON.stringify(inContext)}` : "";
  return [
    {
      property: "build.dockerfile",
      reason: `${JSON.stringify(file)}: no file at ${resolve(file)}${remedy}`,
    },
  ];
}

function failuresOf(issue: z.core.$ZodIssue): CheckFailure[] {
  const path = issue.path as PropertyPath;
  if (issue.code !== "unrecognized_keys") {
    return [{ property: formatPath(path), reason: issue.message }];
  }
  return issue.keys.map((key) => ({
    property: formatPath([...path, key]),
    reason: "not an option that this provider knows; leave it out",
  }));
}

function withSecretPassword(news: PropertyMap): PropertyMap {
  const { registry } = news;
  if (!isMap(registry) || registry.password === undefined) return news;
  return { ...news, registry: { ...registry, password: secret(registry.password) } };
}

function withoutUnknowns(map: PropertyMap): PropertyMap {
  const known = Object.entries(map).filter(([, value]) => value !== UNKNOWN);
  return Object.fromEntries(
    known.map(([key, value]) => [key, isMap(value) ? withoutUnknowns(value) : value]),
  );
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
