import { dirname } from "node:path";
import { trackedFiles } from "./tracked-files";

/** The folders of all Go modules. */
export function goModules(): readonly string[] {
  return trackedFiles("*go.mod").map(dirname);
}
