import { stackConfig } from "../../render/stack-config";

const project = "sre-challenge:";

/** The settings in a stack's file by their names, as the program checks them. */
export function settingsOf(stack: string): Readonly<Record<string, unknown>> {
  const config = Object.entries(stackConfig(stack)).filter(([key]) => key.startsWith(project));
  return Object.fromEntries(
    config.map(([key, value]): [string, unknown] => [key.slice(project.length), JSON.parse(value)]),
  );
}
