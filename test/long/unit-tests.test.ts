import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Copy } from "../new/copy";
import { root } from "../tracked-files";

jest.setTimeout(30 * 60_000);

const commands = readFileSync(join(root, "CONTRIBUTING.md"), "utf8").match(/^npm run new -- .*$/gm);

test("with the team and the service of CONTRIBUTING.md all unit tests pass", () => {
  const copy = new Copy();
  try {
    expect(commands).not.toBeNull();
    for (const command of commands ?? []) copy.run("npm", ...command.split(" ").slice(1));
    copy.note();
    copy.node("node_modules/jest/bin/jest.js", "--selectProjects", "unit", "--silent");
  } finally {
    copy.remove();
  }
});
