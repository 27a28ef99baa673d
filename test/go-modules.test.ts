import { readFileSync } from "node:fs";
import { join } from "node:path";
import { goModules } from "./go-modules";

test("the tests of every Go module of the project's own are run", () => {
  const script = readFileSync(join(__dirname, "go.sh"), "utf8");
  const own = goModules().filter((folder) => !folder.startsWith("toolchain/modules/"));
  expect(own).not.toEqual([]);
  for (const folder of own) expect(script).toMatch(new RegExp(`^${folder} -$`, "m"));
});
