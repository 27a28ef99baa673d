import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { load } from "js-yaml";
import { docker, minikube } from "../fakes";
import { becomeMac } from "./mac";
import { refused } from "./refusal";
import { equipForPeople, pulumiWithTeams as pulumi } from "../people-fakes";
import { Sandbox } from "../sandbox";

jest.setTimeout(60_000);

// A Mac needs nobody to play it.
const onLinux = process.platform === "linux" ? describe : describe.skip;

let machine: Sandbox;

// In both worlds at once: what either of them refuses is refused.
onLinux("a clone's life on a Mac with bash 3.2 and BSD's programs:", () => {
  beforeAll(() => {
    // It has neither Docker nor what brew brings.
    machine = new Sandbox();
    equipForPeople(machine);
    machine.without("docker", "minikube", "pulumi", "pulumi-language-nodejs");
    const formulae = { docker, colima: "", minikube, pulumi, "pulumi=pulumi-language-nodejs": "" };
    becomeMac(machine, formulae);
  });
  afterEach(() => {
    expect(refused(machine)).toEqual([]);
  });
  afterAll(() => {
    machine.remove();
  });

  const succeeds = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await machine.run(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    return stdout;
  };

  test("--check says what brew will bring", async () => {
    expect(await succeeds("--check")).toMatch(/^minikube .*installed by brew: minikube$/m);
  });

  test("the first run ends with the summary", async () => {
    const stdout = await succeeds();
    expect(stdout).toContain("installing minikube from brew");
    expect(stdout).toContain("starting a Docker daemon (colima)");
    expect(stdout).toContain("http://127.0.0.1:30081/invoices");
    expect(machine.state("passphrase")).toMatch(/^[A-Za-z0-9+/=]{44}\n$/);
  });

  test("the second has nothing to bring or to start", async () => {
    expect(await succeeds()).not.toMatch(/from brew \(|colima|starting Minikube|npm packages \(/);
  });

  test("--env is taken by a shell", async () => {
    const shown = spawnSync(
      "/bin/bash",
      ["-c", 'eval "$1"; printf %s "$KUBECONFIG $DOCKER_HOST"', "bash", await succeeds("--env")],
      { env: machine.env, encoding: "utf8" },
    );
    expect(shown.stdout).toBe(
      `${machine.clone}/.state/kubeconfig unix:///where/colima-sre-challenge.sock`,
    );
  });

  test("--login and --break-glass hand out certificates", async () => {
    await succeeds("--login", "payments", "--as", "alice");
    await succeeds("--break-glass", "payments", "--as", "bob", "--reason", "the queue is stuck");
    for (const name of ["alice@payments", "bob+break-glass@payments"]) {
      expect(credential(name)).toMatch(/"clientKeyData":"-----BEGIN EC PRIVATE KEY-----/);
    }
  });

  test("--logout takes them back", async () => {
    expect(await succeeds("--logout")).toContain("alice@payments.kubeconfig");
    expect(await succeeds("--logout")).toBe("Nobody is logged in.\n");
  });

  test("Ctrl-C ends what works, and the next run goes on", async () => {
    const lasts = path.join(machine.dir, "up-lasts");
    fs.writeFileSync(lasts, "");
    const ups = (): number => machine.calls().filter((call) => call.startsWith("pulumi up")).length;
    const before = ups();
    const run = machine.start();
    while (ups() === before) await sleep(50);
    await sleep(200);
    run.process.kill("SIGINT");
    expect((await run.result).code).toBe(130);
    expect(machine.exists("up-was-told")).toBe(true);
    expect(fs.readdirSync(machine.locks)).toEqual(["owner"]);
    fs.rmSync(lasts);
    await succeeds();
  });

  test("what a run that was killed left is ended", async () => {
    const lasts = path.join(machine.dir, "up-lasts");
    fs.writeFileSync(lasts, "");
    const killed = machine.start();
    await killed.shows("[6/7]");
    while (!hasChild("pulumi up")) await sleep(50);
    await sleep(200);
    killed.process.kill("SIGKILL");
    await killed.result;
    fs.rmSync(lasts);
    expect(await succeeds()).toContain("ending what still runs: pulumi up");
  });

  test("--destroy leaves the tools, and says how large they are", async () => {
    expect(await succeeds("--destroy")).toMatch(/Kept: the tools, +[0-9.]+K in /);
    expect(fs.existsSync(machine.locks)).toBe(false);
    expect(await succeeds("--destroy")).toContain("Nothing to remove");
  });
});

const hasChild = (what: string): boolean =>
  fs
    .readdirSync(machine.locks)
    .filter((name) => name.startsWith("child."))
    .some((name) => fs.readFileSync(path.join(machine.locks, name), "utf8").includes(what));

interface Kubeconfig {
  readonly users: readonly [
    { readonly user: { readonly exec: { readonly command: string; readonly args: string[] } } },
  ];
}

/** What a kubeconfig's plugin prints. */
function credential(name: string): string {
  const file = path.join(machine.clone, `.state/people/${name}.kubeconfig`);
  const { command, args } = (load(fs.readFileSync(file, "utf8")) as Kubeconfig).users[0].user.exec;
  return spawnSync(command, args, { env: machine.env, encoding: "utf8" }).stdout;
}
