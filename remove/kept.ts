import { databaseOf } from "../verify/traffic/names";
import { programOf } from "../new/program";
import { record, type Registered } from "../render/recorder";
import { stackConfig } from "../render/stack-config";

/** What Pulumi deletes only once its protection is lifted, as it holds data or everything. */
export interface Kept {
  /** Such as `PersistentVolumeClaim data-invoices-database-0`. */
  readonly object: string;
  /** As `pulumi state unprotect` takes it. */
  readonly urn: string;
}

/** The components that a change of index.ts no longer makes and that keep something, by their keys. */
export function keepersGone(before: string, after: string): readonly string[] {
  const [old, now] = [programOf(before).teams, programOf(after).teams];
  return old.flatMap(({ name, hasDatabase }) => {
    const left = now.find((team) => team.name === name);
    return [
      ...(left === undefined ? [`sre-challenge:TeamNamespace::${name}`] : []),
      ...(hasDatabase && left?.hasDatabase !== true
        ? [`sre-challenge:PostgresDatabase::${databaseOf(name)}`]
        : []),
    ];
  });
}

/** What these components of the program keep in a stack. */
export async function keptIn(stack: string, keepers: readonly string[]): Promise<readonly Kept[]> {
  // The program runs when it is loaded.
  const program = (): unknown => module.require("../index");
  const { registered } = await record(program, stackConfig(stack), stack);
  const byKey = new Map(registered.map((one) => [one.key, one]));
  return registered.flatMap((one) => {
    const line = lineOf(one, byKey);
    if (!one.isProtected || !line.some(({ key }) => keepers.includes(key))) return [];
    const types = line.map(({ type }) => type).join("$");
    return [
      {
        object: `${one.type.split(":").at(-1) ?? ""} ${one.name}`,
        urn: `urn:pulumi:${stack}::sre-challenge::${types}::${one.name}`,
      },
    ];
  });
}

/** A resource after its parents, the outermost first. */
function lineOf(one: Registered, byKey: ReadonlyMap<string, Registered>): readonly Registered[] {
  const parent = byKey.get(one.parent);
  return parent === undefined ? [one] : [...lineOf(parent, byKey), one];
}
