import { relative } from "node:path";
import { PropertyMap, PropertyValue, isMap } from "../property-diff";
import { containsSecret, isSecret, secret } from "../rpc/properties";
import { dockerfileOf, parseImage } from "./image";

/**
 * A resource's outputs as the official provider names them. It reads the inputs of the last
 * update from `__inputs`, which is secret as a whole.
 *
 * @param repoDigest by digest if pushed, else the id in the daemon
 */
export function outputsOf(inputs: PropertyMap, repoDigest: string): PropertyMap {
  const { imageName, build, registry } = parseImage(inputs);
  const outputs = {
    baseImageName: imageName,
    context: build.context,
    dockerfile: relative(build.context, dockerfileOf(build)),
    imageName,
    platform: build.platform ?? "",
    registryServer: registry.server ?? "",
    repoDigest,
  };
  return { ...markSecrets(outputs, inputs), __inputs: secret(inputs) };
}

function markSecrets(
  outputs: Readonly<Record<string, PropertyValue>>,
  { imageName, build, registry }: PropertyMap,
): PropertyMap {
  const origins: Readonly<Record<string, PropertyValue | undefined>> = {
    baseImageName: imageName,
    context: within(build, "context"),
    dockerfile: within(build, "dockerfile"),
    imageName,
    platform: within(build, "platform"),
    registryServer: within(registry, "server"),
    repoDigest: imageName,
  };
  const marked = Object.entries(outputs).map(([key, value]) => {
    const origin = origins[key];
    return [key, origin !== undefined && containsSecret(origin) ? secret(value) : value];
  });
  return Object.fromEntries(marked) as PropertyMap;
}

/** A property of a map; of a map that is secret as a whole, the map. */
function within(map: PropertyValue | undefined, key: string): PropertyValue | undefined {
  return isMap(map) && !isSecret(map) ? map[key] : map;
}
