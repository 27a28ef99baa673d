// How what a Mac lacks is refused: by name, and on record, since a script may hide what a program says.

import * as fs from "node:fs";
import * as path from "node:path";
import type { Sandbox } from "../sandbox";
import { askedFirst } from "./lacks";

const record = (sandbox: Sandbox): string => path.join(sandbox.dir, "refused");

/** A bash function: `refuse WHAT COMMAND` ends the program that calls it. */
export const refusal = (sandbox: Sandbox): string => `
refuse() {
  printf '%s: %s\\n' "$1" "$2" >>${word(record(sandbox))}
  printf '%s: %s\\n' "$1" "$2" >&2
  exit 64
}`;

/** What was refused so far, but for what a script asks first. */
export function refused(sandbox: Sandbox): readonly string[] {
  if (!fs.existsSync(record(sandbox))) return [];
  const lines = fs.readFileSync(record(sandbox), "utf8").trimEnd().split("\n");
  return lines.filter((line) => !askedFirst.some((asked) => line.includes(asked)));
}

/** The text as one word of bash. */
export const word = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
