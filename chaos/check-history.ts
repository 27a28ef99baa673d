import { execFile } from "node:child_process";
import { join } from "node:path";
import { CannotCheck } from "../cluster/cannot-check";
import { projectRoot } from "../cluster/command";
import { remedy } from "../cluster/kubeconfig";
import { type HistoryVerdict, historyVerdict } from "./verdict";

/** Has the checker in chaos/history judge what the clients saw; `file` is absolute. */
export async function checkHistory(file: string): Promise<HistoryVerdict> {
  const env = { ...process.env, PATH: `${process.env.PATH}:${join(projectRoot, ".state/bin")}` };
  const options = { cwd: join(__dirname, "history"), env, maxBuffer: 2 ** 28 };
  return new Promise((resolve, reject) => {
    execFile("go", ["run", ".", file], options, (_, stdout, stderr) => {
      // Its exit status says no more than its line, and a violation is no failure of the checker.
      if (stdout === "") {
        reject(new CannotCheck(`go run chaos/history: ${stderr.trim()}\n${remedy}`));
      } else {
        resolve(historyVerdict.parse(JSON.parse(stdout)));
      }
    });
  });
}
