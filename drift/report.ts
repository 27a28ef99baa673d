import { align } from "../command-line/align";
import { nameText, type ObjectName } from "./cluster-object";
import type { Drift, FieldDrift, Finding } from "./drift";
import { isJsonList, type Json } from "./json";
import type { Touch } from "./touch";

/** As much of a value is shown, in characters. */
const longest = 60;
const nothing = "-";

/** Whether everything is as the program says. */
export function isRight({ findings }: Drift): boolean {
  return findings.length === 0;
}

/** The last line: how many objects, and how many of them open a wall. */
export function verdictLine({ findings, notes }: Drift): string {
  const beside = notes.length === 0 ? "" : `; ${count(notes.length, "object")} beside the program`;
  if (findings.length === 0) return `drift: none${beside}`;
  const opening = findings.filter(({ opensWall }) => opensWall).length;
  const walls = opening === 1 ? "1 opens a wall" : `${opening} open a wall`;
  return `drift: ${count(findings.length, "object")}, ${walls}${beside}`;
}

/** The drift as JSON, with the same last line. */
export function toJson(drift: Drift): string {
  return JSON.stringify({ right: isRight(drift), verdict: verdictLine(drift), ...drift }, null, 2);
}

/** The drift for people: a line for each field, what stands beside the program, and the verdict. */
export function toText(drift: Drift): string {
  const rows = drift.findings.flatMap(rowsOf);
  const table =
    rows.length === 0
      ? []
      : [...align([["OBJECT", "FIELD", "EXPECTED", "FOUND", "BY", "WALL"], ...rows]), ""];
  const notes = drift.notes.map(({ object, reason }) => `${shown(object)}: ${reason}`);
  return [
    ...table,
    ...(notes.length === 0 ? [] : ["Beside the program, and no drift:", ...notes, ""]),
    verdictLine(drift),
  ].join("\n");
}

const heads: Readonly<Record<Finding["kind"], readonly [expected: string, found: string]>> = {
  changed: ["", ""],
  removed: ["the object", nothing],
  remade: ["made anew", ""],
  stranger: [nothing, "the object"],
};

function rowsOf(finding: Finding): readonly (readonly string[])[] {
  const { kind, object, reason = "", fields, by, opensWall } = finding;
  const name = shown(object);
  const lines = fields.map((field) => fieldRow(name, field));
  const [expected, found] = heads[kind];
  const head = [name, oneLine(reason), expected, found, touchText(by), wallText(opensWall)];
  return kind === "changed" || (fields.length > 0 && kind === "stranger")
    ? lines
    : [head, ...lines];
}

function fieldRow(name: string, { field, expected, found, by, opensWall }: FieldDrift) {
  return [name, field, valueText(expected), valueText(found), touchText(by), wallText(opensWall)];
}

function valueText(value: Json | undefined): string {
  if (value === undefined) return nothing;
  if (typeof value === "string") return oneLine(value);
  const isPlain = isJsonList(value) && value.every((one) => typeof one === "string");
  return oneLine(isPlain ? value.join(", ") : JSON.stringify(value));
}

/** An object's name for people: RBAC takes any. */
export function shown(object: ObjectName): string {
  return plainText(nameText(object));
}

/** Nothing that an object says may command a terminal. */
function plainText(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, " ");
}

function oneLine(text: string): string {
  const plain = plainText(text);
  return plain.length > longest ? `${plain.slice(0, longest - 1)}…` : plain;
}

function touchText(by: Touch | undefined): string {
  return by === undefined ? nothing : oneLine(`${by.manager} ${by.time}`.trim());
}

function wallText(opensWall: boolean): string {
  return opensWall ? "OPENS" : "";
}

function count(n: number, thing: string): string {
  return `${n} ${thing}${n === 1 ? "" : "s"}`;
}
