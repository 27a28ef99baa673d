import * as fs from "node:fs";
import * as path from "node:path";
import { equip, becomeRegistryOnlyHost, kubectl, npm, pulumi } from "./fakes";
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
    "minikube start --driver=docker --container-runtime=containerd --kubernetes-version=v1.34.4 " +
      `--nodes=1 --memory=no-limit --cni=${machine.clone}/toolchain/cluster/kube-router.yaml ` +
      "--install-addons=false --interactive=false --embed-certs --wait=apiserver --wait-timeout=20m " +
      "--extra-config=apiserver.audit-policy-file=/var/lib/minikube/certs/audit-policy-HASH.yaml " +
      "--extra-config=apiserver.audit-log-path=- --extra-config=apiserver.authentication-token-webhook-config-file=" +
      "/var/lib/minikube/certs/aws-iam-authenticator/webhook.yaml " +
      "--extra-config=kubelet.container-log-max-files=6 " +
      "--extra-config=kubelet.eviction-hard=memory.available<100Mi,nodefs.available<1Gi,imagefs.available<1Gi " +
      "--extra-config=kubelet.pod-max-pids=512 --extra-config=kubelet.serialize-image-pulls=false --profile sre-challenge",
    "pulumi up --yes --skip-preview --non-interactive --suppress-outputs --refresh --stack dev",
  ]);
});

test.each([
  [[], []],
  [["--repair"], ["npm run --silent drift -- --repair"]],
])("%j: what somebody changed by hand is put back if that is asked", async (args, expected) => {
  expect((await machine.run(args)).code).toBe(0);
  expect(machine.calls().filter((call) => call.includes("drift"))).toEqual(expected);
});

test("a second run only looks and deploys", async () => {
  await machine.run();
  const before = machine.calls().length;
  const { code } = await machine.run();
  const again = machine.calls().slice(before).join("\n");
  expect(code).toBe(0);
  expect(again).not.toMatch(/npm ci|minikube (start|addons)|docker run|^curl (?!.*127\.0\.0\.1)/m);
  expect(again).toMatch(/pulumi up/);
});

test("what a proof that was killed left is gone before Pulumi would wait for it", async () => {
  expect((await machine.run()).code).toBe(0);
  const calls = machine.calls();
  const swept = calls.findIndex((call) =>
    /delete pod .*--selector sre-challenge\/verify/.test(call),
  );
  expect(swept).toBeGreaterThan(0);
  expect(calls.findIndex((call) => call.startsWith("pulumi up"))).toBeGreaterThan(swept);
});

describe("npm packages", () => {
  const installations = () => machine.calls().filter((call) => call.startsWith("npm ci")).length;
  const installed = (...names: readonly string[]): string =>
    path.join(machine.clone, "node_modules", ...names);

  test("that npm cit brought before are used", async () => {
    fs.mkdirSync(installed("thing"), { recursive: true });
    fs.copyFileSync(path.join(machine.clone, "package-lock.json"), installed(".package-lock.json"));
    expect((await machine.run()).code).toBe(0);
    expect(installations()).toBe(0);
  });

  test("may lack an optional one", async () => {
    await machine.run();
    const thing = { version: "1.0.0" };
    const forOthers = { version: "1.0.0", optional: true, os: ["aix"] };
    machine.lockPackages({ "node_modules/thing": thing, "node_modules/aix": forOthers });
    await machine.run();
    expect(installations()).toBe(1);
  });

  test("are installed beside the start of the cluster, and are there before the stack is", async () => {
    machine.fake(
      "npm",
      `[[ $1 != ci ]] || until [[ -f $FAKE/cluster ]]; do sleep 0.1; done\n${npm}`,
    );
    machine.fake("pulumi", `[[ $1 != up ]] || [[ -d node_modules ]] || exit 1\n${pulumi}`);
    const { code, stdout } = await machine.run();
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /installing npm packages, beside the next step\n.*\n +starting Minikube .*\n[^]*installing npm packages, the rest \(\d+ s\)\n.*Preparing/,
    );
  });

  test("that cannot be installed end the run, with npm's own words", async () => {
    machine.fake("npm", `[[ $1 != ci ]] || { echo "npm error code E404"; exit 1; }\n${npm}`);
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toContain("installing npm packages failed (exit 1)");
    expect(stderr).toContain("  | npm error code E404");
    expect(machine.state("setup.log")).toContain("npm error code E404");
    expect(machine.calls().join("\n")).not.toContain("pulumi up");
  });

  test.each<[fault: string, spoil: () => void]>([
    [
      "are of another version than the lock file's",
      () => {
        machine.lockPackages({ "node_modules/thing": { version: "1.0.1" } });
      },
    ],
    [
      "are too few",
      () => {
        machine.lockPackages({
          "node_modules/thing": { version: "1.0.0" },
          "node_modules/other": { version: "1.0.0" },
        });
      },
    ],
    [
      "are too many",
      () => {
        machine.lockPackages({});
      },
    ],
    [
      "were half installed",
      () => {
        fs.rmSync(installed(".package-lock.json"));
      },
    ],
    [
      "were deleted, one of them",
      () => {
        fs.rmSync(installed("thing"), { recursive: true });
      },
    ],
    [
      "were deleted",
      () => {
        fs.rmSync(installed(), { recursive: true });
      },
    ],
  ])("that %s are installed anew", async (_, spoil) => {
    await machine.run();
    spoil();
    expect((await machine.run()).stderr).toBe("");
    expect(installations()).toBe(2);
    await machine.run();
    expect(installations()).toBe(2);
  });
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

test("neither is another cluster: no kubectl, pulumi or npm ever sees the user's own context", async () => {
  const theirs = path.join(machine.home, "kubeconfig");
  const content = "current-context: production\n";
  fs.writeFileSync(theirs, content);
  const seen = path.join(machine.dir, "seen");
  const body = `printf '%s\\n' "$* KUBECONFIG=\${KUBECONFIG:-none}" >>${seen}`;
  machine.fake("kubectl", `${body}\n${kubectl}`);
  machine.fake("pulumi", `${body}\n${pulumi}`);
  machine.fake("npm", `${body}\n${npm}`);
  const env = { KUBECONFIG: theirs, PULUMI_STACK: "production" };
  expect((await machine.run([], { env })).code).toBe(0);
  expect((await machine.run(["--check"], { env })).code).toBe(0);
  expect((await machine.run(["--destroy"], { env })).code).toBe(0);

  const own = `KUBECONFIG=${path.join(machine.clone, ".state/kubeconfig")}`;
  const lines = fs.readFileSync(seen, "utf8").trimEnd().split("\n");
  const stray = lines.filter((line) => !line.endsWith(own) && !line.endsWith("KUBECONFIG=none"));
  expect(stray).toEqual([]);
  // Those that ask a cluster are told which.
  expect(
    lines.filter((line) => /^(up|run|destroy|get|wait)/.test(line) && !line.endsWith(own)),
  ).toEqual([]);
  expect(fs.readFileSync(theirs, "utf8")).toBe(content);
});

test("root is let in by Minikube's docker driver, which asks for --force", async () => {
  machine.fake("id", "echo 0");
  expect((await machine.run()).code).toBe(0);
  const starts = machine.calls().filter((call) => call.startsWith("minikube start"));
  expect(starts.map((call) => call.includes(" --force "))).toEqual([true]);
});

test("a cluster that does not start is kept, with its databases", async () => {
  await machine.run();
  fs.rmSync(path.join(machine.dir, "cluster"));
  fs.writeFileSync(path.join(machine.dir, "start-fails"), "");
  const { code, stderr } = await machine.run();
  expect(code).toBe(1);
  expect(stderr).toContain("X Exiting due to GUEST_START");
  expect(stderr).toContain("The databases in it are kept. To give them up");
  expect(machine.calls().filter((call) => call.startsWith("minikube delete"))).toEqual([]);

  fs.rmSync(path.join(machine.dir, "start-fails"));
  expect((await machine.run()).code).toBe(0);
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

describe("what the state says that the registry has", () => {
  const urn = "urn:pulumi:dev::sre-challenge::docker:index/image:Image::invoice-app";
  const ups = () => machine.calls().filter((call) => call.startsWith("pulumi up"));

  beforeEach(() => {
    const outputs = {
      imageName: "localhost:5000/invoice-app:0123",
      repoDigest: "localhost:5000/invoice-app@sha256:0123",
    };
    const image = { urn, type: "docker:index/image:Image", outputs };
    const deployment = { deployment: { resources: [image] } };
    fs.writeFileSync(path.join(machine.dir, "deployment"), JSON.stringify(deployment));
  });

  test("is pushed again where Docker still has it, and left alone by Pulumi", async () => {
    await machine.run();
    expect(machine.calls()).toContain("docker push localhost:5000/invoice-app:0123");
    expect(ups().join()).not.toContain("--replace");
  });

  test("is built again where neither has it", async () => {
    fs.writeFileSync(path.join(machine.dir, "images-lost"), "");
    await machine.run();
    expect(ups().join()).toContain(`--refresh --replace ${urn} --stack dev`);
  });
});

test("the passwords of a stack that kept none are put where they are kept", async () => {
  const parent = "urn:pulumi:dev::sre-challenge::a:B$sre-challenge:DatabaseServer::books-database";
  const resources = [
    { urn: "urn:pulumi:dev::sre-challenge::pulumi:pulumi:Stack::dev", type: "pulumi:pulumi:Stack" },
    {
      urn: "urn:pulumi:dev::sre-challenge::a$kubernetes:core/v1:Secret::books-database-owner",
      type: "kubernetes:core/v1:Secret",
      parent,
      inputs: { data: { password: "b2xk" } },
    },
  ];
  fs.writeFileSync(
    path.join(machine.dir, "deployment"),
    JSON.stringify({ deployment: { resources } }),
  );
  machine.fake("pulumi", `[[ $2 != import ]] || cat "\${!#}" >"$FAKE/imported"\n${pulumi}`);
  expect((await machine.run()).code).toBe(0);
  const imported = fs.readFileSync(path.join(machine.dir, "imported"), "utf8");
  expect(imported).toContain('"type":"pulumi:index:Stash"');
  expect(machine.state("kept-passwords.json")).toBeUndefined();
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
  expect(stderr.indexOf("payment-provider: 0 of 3 ready")).toBeGreaterThan(
    stderr.indexOf("is not a count"),
  );
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
    for (const tool of ["kubectl", "minikube", "pulumi", "docker", "pulumi-resource-kubernetes"])
      expect(stdout).toContain(`building ${tool}`);
    expect(fs.readdirSync(path.join(machine.clone, ".state/bin")).sort()).toEqual([
      "docker",
      "kubectl",
      "minikube",
      "pulumi",
      "pulumi-language-nodejs",
    ]);
    expect(machine.exists("providers")).toBe(true);
    expect(stdout).toContain("http://127.0.0.1:30081/invoices");
  });

  test("fetches what it builds from beside the builds, and once", async () => {
    const what = "fetching Debian's systems and Go's modules";
    const { stdout } = await machine.run();
    const said = stdout
      .split("\n")
      .filter((line) => line.includes(what) || line.includes("building"));
    expect(said[0]).toContain(`${what}, beside the next step`);
    expect(said.findIndex((line) => line.includes(`${what}, the rest`))).toBe(
      said.findIndex((line) => line.includes("building docker")) - 1,
    );
    expect((await machine.run()).stdout).not.toContain(what);
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
