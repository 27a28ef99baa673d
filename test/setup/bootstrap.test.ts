import * as fs from "node:fs";
import * as path from "node:path";
import { equip, becomeRegistryOnlyHost } from "./fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(60_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

test("a laptop with everything: cluster, stack, deployment and proof, in seven steps", async () => {
  const { code, stdout, stderr } = await machine.run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.match(/^\[\d\/7\]/gm)).toEqual([
    "[1/7]",
    "[2/7]",
    "[3/7]",
    "[4/7]",
    "[5/7]",
    "[6/7]",
    "[7/7]",
  ]);
  expect(stdout).toContain("34 of 34 cells are right");
  expect(stdout).toContain("http://127.0.0.1:30081/invoices");
  expect(stdout).toContain(`bash '${machine.clone}/setup.sh' --destroy`);
  const calls = machine.calls().filter((call) => /^(minikube start|pulumi up)/.test(call));
  expect(
    calls.map((call) => call.replace(/audit-policy-[0-9a-f]{16}\./, "audit-policy-HASH.")),
  ).toEqual([
    "minikube start --driver=docker --container-runtime=docker --cni=calico --addons=registry,metrics-server " +
      "--kubernetes-version=v1.34.4 --ports=127.0.0.1:30081:30081 --interactive=false --wait=all " +
      "--extra-config=apiserver.audit-policy-file=/var/lib/minikube/certs/audit-policy-HASH.yaml " +
      "--extra-config=apiserver.audit-log-path=- --extra-config=apiserver.authentication-token-webhook-config-file=" +
      "/var/lib/minikube/certs/aws-iam-authenticator/webhook.yaml --profile sre-challenge",
    "pulumi up --yes --skip-preview --non-interactive --suppress-outputs --refresh --stack dev",
  ]);
});

test("a second run only looks and deploys", async () => {
  await machine.run();
  const before = machine.calls().length;
  const { code } = await machine.run();
  const again = machine.calls().slice(before).join("\n");
  expect(code).toBe(0);
  expect(again).not.toMatch(/npm ci|minikube start|curl/);
  expect(again).toMatch(/pulumi up/);
});

test("npm ci runs again once the lock file or node_modules changed", async () => {
  await machine.run();
  fs.writeFileSync(path.join(machine.clone, "package-lock.json"), "{ }");
  await machine.run();
  fs.rmSync(path.join(machine.clone, "node_modules"), { recursive: true });
  expect((await machine.run()).stderr).toBe("");
  expect(machine.calls().filter((call) => call.startsWith("npm ci"))).toHaveLength(3);
});

test("state is for its owner's eyes only, and the shared stack file is left as it was", async () => {
  await machine.run();
  const mode = (name: string): number =>
    fs.statSync(path.join(machine.clone, ".state", name)).mode & 0o777;
  expect(mode(".")).toBe(0o700);
  expect(mode("passphrase")).toBe(0o600);
  expect(machine.state("passphrase")).toMatch(/^[A-Za-z0-9+/=]{44}\n$/);
  expect(fs.readFileSync(path.join(machine.clone, "Pulumi.dev.yaml"), "utf8")).toBe("config: {}\n");
});

test("nothing of the user's own is touched", async () => {
  await machine.run();
  expect(fs.readdirSync(machine.home)).toEqual([".cache"]);
});

test("a cluster that does not start as it is is made anew", async () => {
  fs.writeFileSync(path.join(machine.dir, "start-fails"), "");
  const { code, stdout } = await machine.run();
  expect(code).toBe(0);
  expect(stdout).toContain("making it anew");
});

test("what an interrupted update left is looked at before the next one", async () => {
  await machine.run();
  fs.writeFileSync(path.join(machine.dir, "pending"), "");
  const before = machine.calls().length;
  expect((await machine.run()).code).toBe(0);
  const pulumi = machine
    .calls()
    .slice(before)
    .filter((call) => /^pulumi (refresh|up)/.test(call));
  expect(pulumi).toEqual([
    "pulumi refresh --yes --skip-preview --non-interactive --clear-pending-creates --stack dev",
    "pulumi up --yes --skip-preview --non-interactive --suppress-outputs --refresh --stack dev",
  ]);
});

describe("the lock of the stack", () => {
  const lock = (pid: number): void => {
    const dir = path.join(
      machine.clone,
      ".state/pulumi-backend/.pulumi/locks/organization/sre-challenge/dev",
    );
    fs.mkdirSync(dir, { recursive: true });
    fs.writeFileSync(path.join(dir, "1.json"), JSON.stringify({ pid, username: "me" }));
  };

  test("of a pulumi that was killed is removed", async () => {
    lock(2 ** 22 + 1);
    expect((await machine.run()).code).toBe(0);
    expect(machine.calls()).toContain("pulumi cancel --yes --stack dev");
  });

  test("of a pulumi that works is respected", async () => {
    lock(process.pid);
    machine.fake("ps", "echo pulumi");
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toContain(`pulumi (process ${String(process.pid)}) works on this stack`);
    expect(machine.calls()).not.toContain("pulumi cancel --yes --stack dev");
  });
});

test("a failure shows what failed, the end of its output, the log and what to do", async () => {
  fs.writeFileSync(path.join(machine.dir, "up-fails"), "");
  const { code, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stderr).toContain("pulumi up failed (exit 255)");
  expect(stderr).toContain("paymentProvider.replicas: -1 is not a count");
  expect(stderr).toContain(path.join(machine.clone, ".state/setup.log"));
  expect(stderr).toContain("run setup.sh again");
});

describe("a host that reaches package registries only", () => {
  beforeEach(() => {
    becomeRegistryOnlyHost(machine);
  });

  test("builds the cluster's tools even where the PATH has some, and uses its own node", async () => {
    const { code, stdout, stderr } = await machine.run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("missing tools come from: modules");
    for (const tool of ["kubectl", "minikube", "pulumi", "docker"])
      expect(stdout).toContain(`building ${tool}`);
    expect(fs.readdirSync(path.join(machine.clone, ".state/bin")).sort()).toEqual([
      "docker",
      "kubectl",
      "minikube",
      "pulumi",
      "pulumi-language-nodejs",
    ]);
    expect(machine.exists("providers")).toBe(true);
    expect(stdout).toContain("http://192.168.49.2:30081/invoices");
  });

  test("a Go that is too old is replaced by one from the registries", async () => {
    machine.fake("go", `echo "go version go1.19.8 linux/amd64"`);
    expect((await machine.run()).code).toBe(0);
    expect(fs.readlinkSync(path.join(machine.clone, ".state/bin/go"))).toBe(
      path.join(machine.home, ".cache/sre-challenge/modules/go/bin/go"),
    );
  });

  test("names the Debian packages before it installs them", async () => {
    fs.writeFileSync(path.join(machine.dir, "packages"), "debootstrap\nsystemd-container\n");
    machine.fake("apt-get", `[[ $1 != install ]] || rm "$FAKE/packages"`);
    const { code, stdout } = await machine.run();
    expect(code).toBe(0);
    expect(stdout).toContain("Debian packages to install: debootstrap systemd-container");
    expect(machine.calls()).toContain(
      "apt-get install --yes --no-install-recommends debootstrap systemd-container",
    );
    expect((await machine.run(["--destroy"])).stdout).toContain(
      "Kept: the Debian packages debootstrap systemd-container",
    );
  });
});
