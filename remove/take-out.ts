import { madeBy } from "../new/program";

/** Takes statements of index.ts out that make components, and everything that follows from them. */
export function withoutComponents(index: string, names: ReadonlyMap<string, string>): string {
  const made = madeBy(index).filter(({ type, name }) => names.get(type) === name);
  const constants = made.map(({ constant }) => constant).filter((constant) => constant !== "");
  const speaksOf = (text: string) => constants.some((constant) => word(constant).test(text));
  const ways = madeBy(index).filter(
    ({ type, statement }) => type === "AllowTraffic" && speaksOf(statement),
  );
  const rest = [...made, ...ways].reduce(
    (text, { statement }) => text.replace(statement, ""),
    index,
  );
  return constants.reduce(
    (text, constant) =>
      withoutItem(
        text.replace(new RegExp(`^export const \\w+ = ${constant}\\.outputs;\\n`, "m"), ""),
        constant,
      ),
    rest,
  );
}

/** Takes an item out of every list that has it, `of.it` for `of` too, and a list of calls that is empty then. */
export function withoutItem(text: string, item: string): string {
  const inList = new RegExp(`(?<=[[,]\\s*)${escaped(item)}(?:\\.\\w+)?,?\\s*(?=[^[\\]]*\\])`, "g");
  return text
    .replace(inList, "")
    .replace(/,\s*\]/g, "]")
    .replace(/\bcalls: \[\s*\],?\s*/g, "");
}

/** Takes a setting out of the schema, or the object of a service out of the expectation. */
export function withoutField(text: string, field: string): string {
  return text.replace(new RegExp(`^ {2}${field}: .*\\n(?: {4,}.*\\n| {2}[)\\]}].*\\n)*`, "m"), "");
}

/** Takes the object of that name out of a list of them. */
export function withoutObject(text: string, name: string): string {
  return text.replace(new RegExp(`^ *\\{[^{}]*\\bname: "${name}"[^{}]*\\},\\n`, "m"), "");
}

/** Takes a key and what is below it out of the configuration of a stack. */
export function withoutKey(text: string, key: string): string {
  return text.replace(new RegExp(`^ {2}${key}:.*\\n(?: {4,}.*\\n)*`, "m"), "");
}

/** The lines of a text that have a word as code, with their numbers. */
export function linesWith(text: string, name: string): readonly string[] {
  return text
    .split("\n")
    .flatMap((line, i) => (word(name).test(line) ? [`${i + 1}: ${line.trim()}`] : []));
}

const word = (name: string) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`);

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
