import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectRoot } from "../cluster/command";
import { agreed } from "../command-line/agreed";
import { runCommand } from "../command-line/run-command";
import { formatted } from "../new/format";
import { addressVariable, camelCase } from "../new/names";
import { readProject } from "../new/project";
import { parseArguments } from "./arguments";
import { type Removal, removalOf } from "./change";
import { keepersGone, keptIn } from "./kept";
import { dataOf, leftOf, planOf } from "./report";
import { filesWith, refuseUncommitted } from "./repository";

/** Exit codes: removed; nothing was changed. */
const exit = { removed: 0, unchanged: 2 };

runCommand("remove", async (args, { say, signal }) => {
  const parsed = parseArguments(args);
  const { texts } = readProject(projectRoot);
  const { changed: unformatted, deleted } = removalOf(parsed, texts);
  const removal = { changed: await formatted(projectRoot, unformatted), deleted };
  await refuseUncommitted([...removal.changed.keys(), ...deleted], signal);

  const keepers = keepersGone(texts.get("index.ts") ?? "", removal.changed.get("index.ts") ?? "");
  const kept = await keptIn(parsed.stack, keepers);
  console.log(planOf(removal, texts));
  console.log(dataOf(kept));
  if (!parsed.yes && !(await agreed(`remove: take the ${parsed.what} ${parsed.name} out?`))) {
    say("nothing was changed: nobody said yes, here or by --yes");
    return exit.unchanged;
  }
  carryOut(removal);
  const { name } = parsed;
  console.log(leftOf(await filesWith([name, camelCase(name), addressVariable(name)], signal)));
  return exit.removed;
});

function carryOut({ changed, deleted }: Removal): void {
  for (const [path, text] of changed) writeFileSync(join(projectRoot, path), text);
  for (const path of deleted) rmSync(join(projectRoot, path), { recursive: true, force: true });
}
