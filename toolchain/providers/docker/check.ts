import { existsSync, statSync } from "node:fs";
import { arch } from "node:os";
import { join, resolve } from "node:path";
import { z } from "zod";
import { PropertyMap, PropertyPath, PropertyValue, formatPath, isMap } from "../property-diff";
import { UNKNOWN, isSecret, reveal, secret } from "../rpc/properties";
import { contextDigest } from "./context-digest";
import { Image, dockerfileOf, imageSchema } from "./image";
import { parseReference } from "./reference";

export interface CheckFailure {
  /** Path of the property at fault. */
  readonly property: string;
  readonly reason: string;
}

export interface Checked {
  /** The program's inputs and the defaults, the registry's password marked as a secret. */
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
  /** What the program had better say itself. */
  readonly advice: readonly string[];
}

/** Checks what a preview can know, and adds what the official provider adds to the inputs. */
export function checkImage(news: PropertyMap): Checked {
  const given = reveal(news);
  const build = isMap(given.build) ? given.build : {};
  const parsed = imageSchema.partial({ imageName: true }).safeParse(withoutUnknowns(given));
  const inputs = withSecretPassword(news);
  if (!parsed.success) {
    return { inputs, failures: parsed.error.issues.flatMap(failuresOf), advice: [] };
  }
  const failures = [
    ...nameFailures(given.imageName, parsed.data.skipPush || given.skipPush === UNKNOWN),
    ...registryFailures(given.registry),
    ...(isLocated(given.build) ? locationFailures(parsed.data.build) : []),
  ];
  if (failures.length > 0 || given.build === UNKNOWN) return { inputs, failures, advice: [] };
  return {
    inputs: { buildOnPreview: false, ...inputs, build: completed(inputs.build, parsed.data.build) },
    failures,
    advice:
      build.platform === undefined
        ? [`build.platform: missing, so the image is built for ${PLATFORM}, as this machine is`]
        : [],
  };
}

/** Node's names of architectures, where they are not Go's. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };
const PLATFORM = `linux/${architectures[arch()] ?? arch()}`;

/** The build with its defaults and, if it is known where it is, with what it sees. */
function completed(inputs: PropertyValue | undefined, build: Image["build"]): PropertyValue {
  if (inputs !== undefined && isSecret(inputs)) return secret(completed(inputs.value, build));
  const given = isMap(inputs) ? inputs : {};
  if (!isLocated(reveal(given))) return { platform: PLATFORM, ...given };
  const dockerfile = dockerfileOf(build);
  return {
    context: build.context,
    dockerfile,
    platform: PLATFORM,
    ...given,
    contextDigest: contextDigest(build.context, dockerfile),
  };
}

function isLocated(build: PropertyValue | undefined): boolean {
  return (
    build !== UNKNOWN && !(isMap(build) && [build.context, build.dockerfile].includes(UNKNOWN))
  );
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

function locationFailures(build: Image["build"]): CheckFailure[] {
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
