import { CannotCheck } from "../../cluster/cannot-check";
import { UsageError } from "../../command-line/usage-error";
import { keyOf, nameOf, nameText } from "../cluster-object";
import type { Drift, Finding } from "../drift";
import { takeInventory } from "../inventory";
import { lookAgain, open } from "../look";
import type { Scene } from "../look-at-object";
import type { Program } from "../program";
import { readState } from "../state";
import { holdsData } from "./holds-data";
import { putBack } from "./put-back";
import { remove } from "./remove";
import { dataLost, restore } from "./restore";

export interface RepairArgs {
  /** Strangers to delete, by the names that the table shows. */
  readonly deletions: readonly string[];
  /** Whether a stranger may be deleted that was not named. */
  readonly mayDelete: (name: string) => Promise<boolean>;
  readonly say: (line: string) => void;
}

/**
 * Puts back what is otherwise than the program says, deletes the strangers that are named or agreed to,
 * and looks again.
 *
 * @returns what is left.
 * @throws UsageError, before anything is changed, if a name is none of a stranger that can be deleted.
 */
export async function repair(args: RepairArgs, signal: AbortSignal): Promise<Drift> {
  const { client, program } = await open(signal);
  try {
    const { findings } = await lookAgain(client, program, signal);
    check(args.deletions, findings);
    await expectSame(program, signal);
    const scene: Scene = { client, program, inventory: await takeInventory(client) };
    await restoreAll(findings, scene, args, signal);
    await deleteAll(findings, scene, args, signal);
    return await lookAgain(client, program, signal);
  } finally {
    client.close();
  }
}

/** @throws CannotCheck if the stack was deployed in between: its objects would be put back to old ones. */
async function expectSame(program: Program, signal: AbortSignal): Promise<void> {
  const { objects } = await readState(signal);
  if (JSON.stringify(objects) !== JSON.stringify(program.objects)) {
    throw new CannotCheck("the stack was deployed in between; nothing was changed. Try again.");
  }
}

/** @throws UsageError that says what of it can be deleted, and why not. */
function check(deletions: readonly string[], findings: readonly Finding[]): void {
  const strangers = findings.filter(({ kind }) => kind === "stranger").map(({ object }) => object);
  for (const name of deletions) {
    const meant = strangers.find((object) => nameText(object) === name);
    if (meant === undefined) {
      const names = strangers.map(nameText).join(", ");
      throw new UsageError(
        `--delete: "${name}" is no stranger; ${names === "" ? "there is none" : `expected one of ${names}`}`,
      );
    }
    const reason = holdsData(meant.kind);
    if (reason !== undefined) {
      throw new UsageError(`--delete: "${name}" is never deleted here: ${reason}`);
    }
  }
}

/** In the order of the state, in which each object comes after those that it needs. */
async function restoreAll(
  findings: readonly Finding[],
  scene: Scene,
  { say }: RepairArgs,
  signal: AbortSignal,
): Promise<void> {
  for (const finding of findings.filter(({ kind }) => kind !== "stranger")) {
    const { object } = finding;
    const fault = await restored(finding, scene, signal);
    say(
      fault === undefined ? `put back ${nameText(object)}` : `left ${nameText(object)}: ${fault}`,
    );
  }
}

/** Of the program, of a new cluster, or a claim that a StatefulSet's pods had. */
async function restored(
  { kind, object }: Finding,
  scene: Scene,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ours = scene.program.objects.find(({ inputs }) => keyOf(nameOf(inputs)) === keyOf(object));
  if (ours !== undefined) return restore(ours, scene, signal);
  return kind === "removed" ? dataLost : putBack(object, scene);
}

async function deleteAll(
  findings: readonly Finding[],
  scene: Scene,
  { deletions, mayDelete, say }: RepairArgs,
  signal: AbortSignal,
): Promise<void> {
  for (const { kind, object } of findings) {
    const name = nameText(object);
    if (kind !== "stranger" || holdsData(object.kind) !== undefined) continue;
    if (!deletions.includes(name) && !(await mayDelete(name))) continue;
    const fault = await remove(object, scene, signal);
    say(fault === undefined ? `deleted ${name}` : `left ${name}: ${fault}`);
  }
}
