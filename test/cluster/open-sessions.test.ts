import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { kubectl } from "./kubectl";
import { configMap } from "./guardrails/manifests";
import { ask, getNames, type Person, refusalOf } from "./guardrails/people";
import { rbac } from "./guardrails/refusals";

// What access.md says of an emergency: what is open may outlive the right to it. And what ends it.
jest.setTimeout(120_000);

const home = "--namespace=payments";
const rescuer: Person = { user: "probe:open-sessions", group: "probe:open-sessions" };
const database = "--selector=app.kubernetes.io/name=payments-database";
const binding = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "RoleBinding",
  metadata: { name: "open-sessions", namespace: "payments" },
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "break-glass" },
  subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: rescuer.user }],
};

/** One request of the rescuer that stays open. */
class Session {
  private said = "";

  private constructor(private readonly request: ChildProcess) {
    request.stdout?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    request.stderr?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
  }

  static open(...args: readonly string[]): Session {
    const as = [`--as=${rescuer.user}`, `--as-group=${rescuer.group}`];
    return new Session(spawn("kubectl", ["--context", "sre-challenge", ...as, home, ...args]));
  }

  write(line: string): void {
    this.request.stdin?.write(`${line}\n`);
  }

  /** Fails, with what was said instead, if it is not said within half a minute. */
  async says(text: string): Promise<void> {
    for (let tries = 0; !this.said.includes(text) && tries < 300; tries++) await sleep(100);
    expect(this.said).toContain(text);
  }

  async ended(): Promise<void> {
    if (this.request.exitCode === null) await once(this.request, "exit");
  }

  close(): void {
    this.request.kill();
  }
}

const open: Session[] = [];
const opened = (...args: readonly string[]): Session => {
  const session = Session.open(...args);
  open.push(session);
  return session;
};

async function shellInDatabase(): Promise<readonly [Session, pod: string]> {
  const [pod = ""] = await getNames("pods", home, database);
  const shell = opened("exec", "--stdin", pod, "--", "cat");
  shell.write("begun");
  await shell.says("begun");
  return [shell, pod];
}

const withdraw = () => kubectl(["delete", "rolebinding/open-sessions", home, "--ignore-not-found"]);

beforeEach(async () => {
  await kubectl(["apply", "--filename=-"], binding);
});

afterEach(async () => {
  for (const session of open.splice(0)) session.close();
  await withdraw();
  await kubectl(["delete", "configmap/probe", home, "--ignore-not-found"]);
});

test("a shell and a watch go on when the right to them is taken away, and no new one begins", async () => {
  const [shell] = await shellInDatabase();
  const watch = opened("get", "configmaps", "--watch", "--output=name");
  await watch.says("configmap/kube-root-ca.crt");

  await withdraw();
  await kubectl(["create", "--filename=-"], configMap("probe"));
  expect(await refusalOf(ask(rescuer, "get", "pods", home))).toMatch(rbac("list", "pods"));

  shell.write("without the right");
  await shell.says("without the right");
  await watch.says("configmap/probe");
});

test("a shell ends with its pod", async () => {
  const [shell, pod] = await shellInDatabase();

  await kubectl(["delete", home, pod]);

  await shell.ended();
  for (const workload of ["statefulset/payments-database", "deployment/payment-provider"])
    await kubectl(["rollout", "status", home, workload, "--timeout=60s"]);
});
