import { UsageError } from "../command-line/usage-error";
import { type Texts, PlaceNotFound } from "../new/edit";
import { camelCase } from "../new/names";
import { madeBy, type Program, programOf } from "../new/program";
import { paidService, payingService } from "../cluster/stack";
import type { Arguments } from "./arguments";
import {
  linesWith,
  withoutComponents,
  withoutField,
  withoutItem,
  withoutKey,
  withoutObject,
} from "./take-out";

/** What is taken out; nothing is done yet. */
export interface Removal {
  /** Files by path, as they are then. */
  readonly changed: Texts;
  /** Files and folders that go. */
  readonly deleted: readonly string[];
}

/**
 * @throws UsageError for what is not there, is needed, or is not empty; PlaceNotFound where something else speaks of
 * it.
 */
export function removalOf({ what, name }: Arguments, texts: Texts): Removal {
  const program = programOf(texts.get("index.ts") ?? "");
  return what === "team" ? ofTeam(name, program, texts) : ofService(name, program, texts);
}

function ofTeam(name: string, { teams, services }: Program, texts: Texts): Removal {
  const team = teams.find((one) => one.name === name) ?? refuseUnknown("team", name, teams);
  const of = new RegExp(`\\bin: ${team.constant}\\b`);
  const own = services.filter(({ statement }) => of.test(statement));
  if (own.length > 0) {
    const names = own.map((service) => service.name).join(", ");
    throw new UsageError(`team "${name}": has ${names}; remove its services first`);
  }
  const index = withoutComponents(texts.get("index.ts") ?? "", new Map([["TeamNamespace", name]]));
  const expected = withoutItem(texts.get("verify/expected.ts") ?? "", `"${name}"`);
  refuseLeft("index.ts", index, [team.constant]);
  return {
    changed: changed(texts, { "index.ts": index, "verify/expected.ts": expected }),
    deleted: [],
  };
}

function ofService(name: string, { services }: Program, texts: Texts): Removal {
  const service =
    services.find((one) => one.name === name) ?? refuseUnknown("service", name, services);
  if (name === payingService || name === paidService) {
    throw new UsageError(`service "${name}": the proof pays by it; what pays is not removed`);
  }
  const index = texts.get("index.ts") ?? "";
  const image = madeBy(index).find((one) => one.type === "ServiceImage" && one.name === name);
  const setting = camelCase(name);
  const rest = withoutComponents(
    index,
    new Map([
      ["Microservice", name],
      ["ServiceImage", name],
    ]),
  );
  refuseLeft("index.ts", rest, [service.constant, image?.constant, `settings.${setting}`]);
  const stacks = [...texts].filter(([path]) => /^Pulumi\..+\.yaml$/.test(path));
  const expected = withoutObject(texts.get("verify/expected.ts") ?? "", name);
  return {
    changed: changed(texts, {
      "index.ts": rest,
      "config/schema.ts": withoutField(texts.get("config/schema.ts") ?? "", setting),
      "verify/expected.ts": withoutItem(expected, `"${name}"`),
      ...Object.fromEntries(
        stacks.map(([path, text]) => [path, withoutKey(text, `sre-challenge:${setting}`)]),
      ),
    }),
    deleted: [`apps/${name}`, `Dockerfile.${name}`, `Dockerfile.${name}.dockerignore`],
  };
}

function changed(before: Texts, after: Readonly<Record<string, string>>): Texts {
  return new Map(Object.entries(after).filter(([path, text]) => before.get(path) !== text));
}

function refuseUnknown(
  what: string,
  name: string,
  known: readonly { readonly name: string }[],
): never {
  const names = known.map((one) => one.name).join(", ");
  throw new UsageError(`${what} "${name}": index.ts makes none; expected one of ${names}`);
}

/** What would no longer compile is a person's to decide. */
function refuseLeft(file: string, text: string, words: readonly (string | undefined)[]): void {
  const left = words.flatMap((word) => (word === undefined ? [] : linesWith(text, word)));
  if (left.length > 0) {
    throw new PlaceNotFound(
      [
        "nothing was changed: this speaks of it, and is to be changed first:",
        ...left.map((line) => `  ${file}:${line}`),
      ].join("\n"),
    );
  }
}
