import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { untilScaled } from "./autoscaled";
import { root } from "./node";

interface Step {
  readonly op: string;
  readonly urn: string;
}

const always = ["--stack=dev", "--non-interactive"];
const options = { cwd: root, encoding: "utf8", maxBuffer: 2 ** 26 } as const;

/** What pulumi prints; fails with its errors if it does. */
export function pulumi(...args: readonly string[]): string {
  return execFileSync("pulumi", [...args, ...always], options);
}

/** The same, with the credentials of a person to the cluster and not the administrator's. */
export async function pulumiAs(kubeconfig: string, ...args: readonly string[]): Promise<string> {
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  const running = promisify(execFile)("pulumi", [...args, ...always], { ...options, env });
  running.child.stdin?.end();
  return (await running).stdout;
}

/** What an update would do, such as `update kubernetes:apps/v1:Deployment::invoice-app`. */
export function previewed(...args: readonly string[]): string[] {
  const { steps } = JSON.parse(pulumi("preview", "--json", ...args)) as { steps: readonly Step[] };
  return steps
    .filter(({ op }) => !["same", "refresh", "read"].includes(op))
    .map(({ op, urn }) => {
      const [type = "", name = ""] = urn.split("::").slice(-2);
      return `${op} ${type.split("$").at(-1) ?? ""}::${name}`;
    })
    .sort();
}

/** What an update would do that looks at the cluster first. Pods on their way would count as a change. */
export async function drift(): Promise<string[]> {
  await untilScaled();
  return previewed("--refresh");
}
