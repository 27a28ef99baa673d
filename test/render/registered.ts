import type { Registered } from "../../render/recorder";

/** A resource of a provider, as the recorder has it. */
export function resource(key: string, inputs: Registered["inputs"], parent = ""): Registered {
  const [type = "", name = ""] = key.split("::");
  return {
    type,
    name,
    key,
    custom: true,
    inputs,
    sent: inputs,
    parent,
    provider: "",
    dependencies: [],
    ignoredChanges: [],
    replacementTrigger: undefined,
    isProtected: false,
    deletedFirst: false,
  };
}

/** A component, as the recorder has it. */
export function component(key: string, parent = ""): Registered {
  return { ...resource(key, {}, parent), custom: false };
}
