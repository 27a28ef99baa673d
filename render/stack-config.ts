import { readdirSync, readFileSync } from "node:fs";
import { load, YAMLException } from "js-yaml";
import { CannotRender } from "./cannot-render";

/** Values by full key, such as `sre-challenge:cluster`; what is no text is JSON. */
export type StackConfig = Readonly<Record<string, string>>;

/**
 * The configuration in a stack's file, as the engine hands it to the program.
 *
 * @throws CannotRender if there is no such file, or it is no YAML or has no configuration.
 */
export function stackConfig(stack: string): StackConfig {
  const stacks = stackNames();
  if (!stacks.includes(stack)) {
    throw new CannotRender(
      `--stack "${stack}": there is no Pulumi.${stack}.yaml; expected one of ${stacks.join(", ")}`,
    );
  }
  const { config } = Object(parsed(`Pulumi.${stack}.yaml`)) as { config?: unknown };
  if (!(config instanceof Object)) {
    throw new CannotRender(
      `Pulumi.${stack}.yaml: config: nothing is set; expected settings by key`,
    );
  }
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

/** The stacks that have a file in the project's folder. */
function stackNames(): string[] {
  return readdirSync(".")
    .flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .sort();
}

function parsed(file: string): unknown {
  try {
    return load(readFileSync(file, "utf8"));
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new CannotRender(`${file}: ${error.message}`);
  }
}
