import { type Made, madeBy } from "../new/program";

/** Components of index.ts, by their type and name. */
export type Components = readonly (readonly [type: string, name: string])[];

/** Index.ts without some components, and the names in it by which something else might still speak of them. */
export interface Rest {
  readonly index: string;
  readonly names: readonly string[];
}

/** Takes components out with the ways from and to them, their outputs, and what is said of them right above. */
export function withoutComponents(index: string, components: Components): Rest {
  const all = madeBy(index);
  const gone = all.filter((made) =>
    components.some(([type, name]) => type === made.type && name === made.name),
  );
  const constants = namesOf(gone);
  const ways = all.filter(
    ({ type, statement }) =>
      type === "AllowTraffic" && constants.some((it) => speaksOf(statement, it)),
  );
  const outputs = constants.flatMap((constant) =>
    [...index.matchAll(new RegExp(`^export const (\\w+) = ${constant}\\.outputs;.*\\n`, "gm"))].map(
      ([statement, name = ""]) => ({ statement, name }),
    ),
  );
  const statements = [...gone, ...ways, ...outputs].map(({ statement }) => statement);
  return {
    index: constants.reduce(withoutItem, statements.reduce(withoutStatement, index)),
    names: [...constants, ...namesOf(ways), ...outputs.map(({ name }) => name)],
  };
}

function namesOf(made: readonly Made[]): readonly string[] {
  return made.map(({ constant }) => constant).filter((constant) => constant !== "");
}

function withoutStatement(text: string, statement: string): string {
  return text.replace(new RegExp(`(?:^//.*\\n)*^${escaped(statement)}`, "m"), "");
}

/** Takes an item out of every list that has it, `of.it` for `of` too, and a list of calls that is empty then. */
export function withoutItem(text: string, item: string): string {
  const inList = new RegExp(
    `(?<=[[,]\\s*)${escaped(item)}(?:\\.\\w+)?(?=\\s*[,\\]])\\s*,?\\s*(?=[^[\\]]*\\])`,
    "g",
  );
  return text.replace(inList, "").replace(/\bcalls: \[\s*\],?\s*/g, "");
}

/** Takes the setting of a service out of the schema. */
export function withoutField(text: string, field: string): string {
  return text.replace(
    new RegExp(`^ {2}${field}: service\\(.*\\n(?:\\n* {4,}.*\\n| {2}[)\\]}].*\\n)*`, "m"),
    "",
  );
}

/** Takes the object of that name out of a list of them. */
export function withoutObject(text: string, name: string): string {
  return text.replace(new RegExp(`^ *\\{[^{}]*\\bname: "${name}"[^{}]*\\},.*\\n`, "m"), "");
}

/** The lines of a text that have a name as code, or a text in quotes, with their numbers. */
export function linesWith(text: string, name: string): readonly string[] {
  const code = blanked(
    text,
    name.startsWith('"') ? /\/\/.*|\/\*[^]*?\*\//g : /"[^"\n]*"|\/\/.*|\/\*[^]*?\*\//g,
  );
  const lines = text.split("\n");
  return code
    .split("\n")
    .flatMap((line, i) => (speaksOf(line, name) ? [`${i + 1}: ${lines[i]?.trim() ?? ""}`] : []));
}

/** The text with what matches as blanks: the lines stay. */
function blanked(text: string, pattern: RegExp): string {
  return text.replace(pattern, (found) => found.replace(/[^\n]/g, " "));
}

function speaksOf(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.-])${escaped(name)}(?![\\w-])`).test(text);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
