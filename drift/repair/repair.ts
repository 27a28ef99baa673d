import { CannotCheck } from "../../cluster/cannot-check";
import type { Say } from "../../command-line/run-command";
import { UsageError } from "../../command-line/usage-error";
import { keyOf, nameOf, nameText, type ObjectName } from "../cluster-object";
import type { Drift, Finding } from "../drift";
import { inSession, lookTwice, type Session, takeScene } from "../look";
import type { Scene } from "../look-at-object";
import { shown } from "../report";
import { readState } from "../state";
import { putBack } from "./put-back";
import { holdsData, remove } from "./remove";
import { dataLost, restore } from "./restore";
import { LeftAlone } from "./write";

export interface RepairArgs {
  /** Strangers to delete, by the names that the table shows. */
  readonly deletions: readonly string[];
  /** Whether a stranger may be deleted that was not named. */
  readonly mayDelete: (name: string) => Promise<boolean>;
  readonly say: Say;
}

/**
 * Puts back what is otherwise than the program says, deletes the strangers that are named or agreed to,
 * and looks again.
 *
 * @returns what is left.
 * @throws UsageError, before anything is changed, if a name is none of a stranger that can be deleted.
 */
export function repair(args: RepairArgs, signal: AbortSignal): Promise<Drift> {
  return inSession(signal, async (session) => {
    const { findings } = await lookTwice(session);
    const strangers = findings.filter(({ kind }) => kind === "stranger");
    check(
      args.deletions,
      strangers.map(({ object }) => object),
    );
    await expectSame(session);
    const scene = await takeScene(session);
    const { deletions, mayDelete, say } = args;
    // In the order of the state, in which each object comes after those that it needs.
    for (const finding of findings.filter(({ kind }) => kind !== "stranger")) {
      await saying(say, "put back", finding.object, () => putRight(finding, scene));
    }
    for (const { object } of strangers.filter((it) => holdsData(it.object.kind) === undefined)) {
      const name = nameText(object);
      if (!deletions.includes(name) && !(await mayDelete(shown(object)))) continue;
      await saying(say, "deleted", object, () => remove(object, scene));
    }
    return lookTwice(session);
  });
}

/** @throws UsageError that says what of it can be deleted, and why not. */
function check(deletions: readonly string[], strangers: readonly ObjectName[]): void {
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

/** @throws CannotCheck if the stack was deployed in between: its objects would be put back to old ones. */
async function expectSame({ program, signal }: Session): Promise<void> {
  const { objects } = await readState(signal);
  if (JSON.stringify(objects) !== JSON.stringify(program.objects)) {
    throw new CannotCheck("the stack was deployed in between; nothing was changed. Try again.");
  }
}

/** Says what became of an object, or why it was left alone. */
async function saying(
  say: RepairArgs["say"],
  done: string,
  object: ObjectName,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    say(`${done} ${shown(object)}`);
  } catch (error) {
    if (!(error instanceof LeftAlone)) throw error;
    say(`left ${shown(object)}: ${error.message}`);
  }
}

/** What is of the program, of a new cluster, or a claim that a StatefulSet's pods had. */
async function putRight({ kind, object }: Finding, scene: Scene) {
  const ours = scene.program.objects.find(({ inputs }) => keyOf(nameOf(inputs)) === keyOf(object));
  if (ours !== undefined) return restore(ours, scene);
  if (kind === "removed") throw new LeftAlone(dataLost);
  return putBack(object, scene);
}
