import type { PropertyMap } from "../property-diff";
import { UNKNOWN } from "../rpc/properties";
import { accessFor } from "./access";
import { Environment, parseSettings, SettingFailure } from "./settings";

/**
 * A configuration that leads to no cluster: refused before the provider is replaced for it, which
 * would leave half of the stack's objects on the cluster that was meant until now.
 *
 * @param config the provider's inputs, secrets revealed; what is not known yet is not judged
 */
export function contextFailures(config: PropertyMap, environment: Environment): SettingFailure[] {
  const entries = Object.entries(config);
  if (entries.some(([, value]) => value === UNKNOWN)) return [];
  const variables = entries.flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[`kubernetes:config:${name}`, value]] : [],
  );
  try {
    accessFor(parseSettings(new Map(variables), environment));
    return [];
  } catch (error) {
    return [
      { property: "context", reason: error instanceof Error ? error.message : String(error) },
    ];
  }
}
