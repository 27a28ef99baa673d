import { paidService, payingService } from "../cluster/stack";
import { UsageError } from "../command-line/usage-error";
import { PlaceNotFound, type Texts } from "../new/edit";
import { camelCase } from "../new/names";
import { type Program, programOf } from "../new/program";
import { withoutSetting } from "../new/stack-file";
import type { Arguments } from "./arguments";
import { linesWith, withoutComponents, withoutField, withoutItem, withoutObject } from "./take-out";

/** What is taken out; nothing is done yet. */
export interface Removal {
  /** Files by path, as they are then. */
  readonly changed: Texts;
  /** Files and folders that go. */
  readonly deleted: readonly string[];
}

/**
 * @throws UsageError for what is not there, is needed, or is not empty; PlaceNotFound where something else speaks of
 * it, or a file is not as it was.
 */
export function removalOf({ what, name }: Arguments, texts: Texts): Removal {
  const program = programOf(texts.get("index.ts") ?? "");
  return what === "team" ? ofTeam(name, program, texts) : ofService(name, program, texts);
}

function ofTeam(name: string, { teams, services }: Program, texts: Texts): Removal {
  const team = teams.find((one) => one.name === name) ?? refuseUnknown("team", name, teams);
  const inTeam = new RegExp(`^ {4}in: ${team.constant},$`, "m");
  const own = services.filter(({ statement }) => inTeam.test(statement));
  if (own.length > 0) {
    const names = own.map((service) => service.name).join(", ");
    throw new UsageError(`team "${name}": has ${names}; remove its services first`);
  }
  const rest = withoutComponents(texts.get("index.ts") ?? "", [["TeamNamespace", name]]);
  const expected = withoutItem(texts.get("verify/expected.ts") ?? "", `"${name}"`);
  refuseLeft([
    ["index.ts", rest.index, rest.names],
    ["verify/expected.ts", expected, [`"${name}"`]],
  ]);
  return {
    changed: new Map([
      ["index.ts", rest.index],
      ["verify/expected.ts", expected],
    ]),
    deleted: [],
  };
}

function ofService(name: string, { services }: Program, texts: Texts): Removal {
  if (!services.some((one) => one.name === name)) refuseUnknown("service", name, services);
  if (name === payingService || name === paidService) {
    throw new UsageError(`service "${name}": the proof pays by it; what pays is not removed`);
  }
  const setting = camelCase(name);
  const rest = withoutComponents(texts.get("index.ts") ?? "", [
    ["Microservice", name],
    ["ServiceImage", name],
  ]);
  const before = texts.get("config/schema.ts") ?? "";
  const schema = withoutField(before, setting);
  const listed = withoutObject(texts.get("verify/expected.ts") ?? "", name);
  const expected = withoutItem(listed, `"${name}"`);
  refuseLeft([
    ["index.ts", rest.index, [...rest.names, `settings.${setting}`, `"${name}"`]],
    ["config/schema.ts", schema, idleConstants(schema, before)],
    ["verify/expected.ts", expected, [`"${name}"`]],
  ]);
  const stacks = [...texts].filter(([path]) => /^Pulumi\..+\.yaml$/.test(path));
  return {
    changed: new Map([
      ["index.ts", rest.index],
      ["config/schema.ts", schema],
      ["verify/expected.ts", expected],
      ...stacks.map(([path, text]) => [path, ofStack(path, text, setting)] as const),
    ]),
    deleted: [`apps/${name}`, `Dockerfile.${name}`, `Dockerfile.${name}.dockerignore`],
  };
}

function ofStack(path: string, text: string, setting: string): string {
  const key = `sre-challenge:${setting}`;
  const rest = withoutSetting(text, key);
  if (rest !== undefined) return rest;
  throw new PlaceNotFound(
    `nothing was changed: ${path}: ${key} is not found as a block of its own`,
  );
}

function refuseUnknown(
  what: string,
  name: string,
  known: readonly { readonly name: string }[],
): never {
  const names = known.map((one) => one.name).join(", ");
  throw new UsageError(`${what} "${name}": index.ts makes none; expected one of ${names}`);
}

/** Constants that nothing uses any more. */
function idleConstants(text: string, before: string): readonly string[] {
  const constants = [...text.matchAll(/^const (\w+) = /gm)].map(([, name = ""]) => name);
  const isUsed = (name: string, where: string) => linesWith(where, name).length > 1;
  return constants.filter((name) => isUsed(name, before) && !isUsed(name, text));
}

type Left = readonly [file: string, text: string, names: readonly string[]];

/** What would no longer compile, or speak of nothing, is a person's to decide. */
function refuseLeft(files: readonly Left[]): void {
  const left = files.flatMap(([file, text, names]) =>
    names.flatMap((name) => linesWith(text, name).map((line) => `  ${file}:${line}`)),
  );
  if (left.length > 0) {
    throw new PlaceNotFound(
      ["nothing was changed: this speaks of it, and is to be changed first:", ...left].join("\n"),
    );
  }
}
