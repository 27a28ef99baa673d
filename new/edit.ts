import { Refusal } from "../command-line/refusal";
import { madeBy } from "./program";

/** A change of one place of a text; undefined if the place is not there. */
export type Apply = (text: string) => string | undefined;

export interface Edit {
  readonly file: string;
  /** What is added, for who has to do it by hand. */
  readonly adds: string;
  readonly apply: Apply;
}

/** Files by path from the project's folder. */
export type Texts = ReadonlyMap<string, string>;

/** Nothing was changed: a file is not as it was when this was written. */
export class PlaceNotFound extends Refusal {
  override readonly name = "PlaceNotFound";
}

/**
 * The files that the edits change, changed.
 *
 * @throws PlaceNotFound that names each edit whose place is not there, and the others.
 */
export function edited(texts: Texts, edits: readonly Edit[]): Texts {
  const changed = new Map<string, string>();
  const missed: Edit[] = [];
  for (const edit of edits) {
    const after = edit.apply(changed.get(edit.file) ?? texts.get(edit.file) ?? "");
    if (after === undefined) missed.push(edit);
    else changed.set(edit.file, after);
  }
  if (missed.length > 0) throw new PlaceNotFound(byHand(missed, edits));
  return changed;
}

function byHand(missed: readonly Edit[], edits: readonly Edit[]): string {
  const others = edits.filter((edit) => !missed.includes(edit));
  const lines = (some: readonly Edit[]) =>
    some.map(({ file, adds }) => `  ${file}: ${adds.trim()}`);
  return [
    "nothing was changed: no place was found for this, which is to be added by hand:",
    ...lines(missed),
    ...(others.length > 0 ? ["and with it the others:", ...lines(others)] : []),
  ].join("\n");
}

/** Puts lines behind the last statement that makes such a component. */
export function afterLast(type: string, lines: string): Apply {
  return (text) => {
    const last = madeBy(text).findLast((made) => made.type === type);
    return last && insert(text, text.indexOf(last.statement) + last.statement.length, lines);
  };
}

/** Puts lines in front of the statement that makes a service, and of what is said of it there. */
export function beforeService(service: string, lines: string): Apply {
  return (text) => {
    const found = microservice(text, service);
    if (found === undefined) return undefined;
    const before = text.slice(0, text.indexOf(found.statement));
    return insert(text, before.replace(/(?:(?<=\n)\/\/.*\n)+$/, "").length, lines);
  };
}

/** Changes the statement that makes a service. */
export function inService(service: string, apply: Apply): Apply {
  return (text) => {
    const statement = microservice(text, service)?.statement;
    const after = statement && apply(statement);
    return after && text.replace(statement, () => after);
  };
}

/** Puts lines in front of where a pattern begins. */
export function before(pattern: RegExp, lines: string): Apply {
  return (text) => {
    const found = pattern.exec(text);
    return found ? insert(text, found.index, lines) : undefined;
  };
}

/** Appends to the list that begins behind what a pattern matches, and has no comments. */
export function toList(opening: RegExp, item: string): Apply {
  return (text) => {
    const list = new RegExp(`${opening.source}\\[([^\\]]*)\\]`, "d").exec(text)?.indices?.[1];
    if (list === undefined) return undefined;
    const [from, to] = list;
    if (text.slice(from, to).includes("//")) return undefined;
    const items = text.slice(from, to).replace(/,?\s*$/, "");
    return text.slice(0, from) + (items && `${items}, `) + item + text.slice(to);
  };
}

function microservice(text: string, service: string) {
  return madeBy(text).find(({ type, name }) => type === "Microservice" && name === service);
}

function insert(text: string, at: number, lines: string): string {
  return text.slice(0, at) + lines + text.slice(at);
}
