import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import { faultLines } from "./fault-lines";
import { schema } from "./schema";

export type Settings = z.output<typeof schema>;

/**
 * The settings of the running stack.
 *
 * @throws pulumi.RunError with a line for each fault, before any resource is registered.
 */
export function loadSettings(): Settings {
  const project = `${pulumi.getProject()}:`;
  const raw = Object.entries(pulumi.runtime.allConfig())
    .filter(([key]) => key.startsWith(project))
    .map(([key, value]): [string, unknown] => [key.slice(project.length), parseValue(value)]);
  return parseSettings(Object.fromEntries(raw), pulumi.getStack());
}

/**
 * @param raw The project's part of the stack file, without the project's name before the keys.
 * @param stack Names the file in the error.
 * @throws pulumi.RunError with a line for each fault.
 */
export function parseSettings(raw: unknown, stack: string): Settings {
  const result = schema.safeParse(raw);
  if (!result.success) {
    const lines = faultLines(raw, result.error.issues).map((line) => `  ${line}`);
    throw new pulumi.RunError(
      [`Pulumi.${stack}.yaml has faults; nothing was changed:`, ...lines].join("\n"),
    );
  }
  return result.data;
}

/** Pulumi hands over objects as JSON and all else as it stands. */
function parseValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
