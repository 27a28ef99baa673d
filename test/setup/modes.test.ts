import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { becomeRegistryOnlyHost, equip } from "./fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(30_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

describe("--check", () => {
  test("says what is there and what would be done, and changes nothing", async () => {
    machine.without("minikube");
    const before = machine.snapshot();
    const { code, stdout, stderr } = await machine.run(["--check"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.replaceAll(/ +/g, " ").replaceAll(machine.bin, "BIN")).toBe(
      `Missing tools come from: release

TOOL NEEDED FOUND WOULD BE
go 1.26.0 1.26.8 used from the PATH: BIN/go
node 20.0.0 ${process.versions.node} used from the PATH: BIN/node
kubectl 1.33.0 1.34.4 used from the PATH: BIN/kubectl
minikube 1.38.0 - downloaded: official release 1.38.1
pulumi 3.250.0 3.259.0 used from the PATH: BIN/pulumi
pulumi-language-nodejs 3.250.0 unknown used from the PATH: BIN/pulumi-language-nodejs
docker 20.10.0 28.2.2 used from the PATH: BIN/docker
npm packages - - installed by npm ci

Cluster: absent
Stack: absent
`,
    );
    expect(machine.snapshot()).toEqual(before);
  });

  test("changes nothing where everything stands, either", async () => {
    await machine.run();
    const before = machine.snapshot();
    const { stdout } = await machine.run(["--check"]);
    expect(stdout).toContain("Cluster:  running");
    expect(stdout).toMatch(/npm packages +- +- +used as they are/);
    expect(machine.snapshot()).toEqual(before);
  });

  test("on a registry-only host says what is built already", async () => {
    becomeRegistryOnlyHost(machine);
    expect((await machine.run(["--check"])).stdout).toMatch(
      /^pulumi .*built from package registries$/m,
    );
    await machine.run();
    expect((await machine.run(["--check"])).stdout).toMatch(/^pulumi .*used from the cache/m);
  });
});

// As bash 3.2 ends after a variable that nobody has set.
test.each([
  ["stack_prepare", []],
  ["destroy", ["--destroy"]],
  ["login", ["--login", "payments", "--as", "alice"]],
])("a run that ends in the middle of %s is no success", async (part, args) => {
  const last = path.join(machine.clone, "toolchain/docker/daemon.sh");
  fs.appendFileSync(last, `${part}() { exit 0; }\n`);
  expect((await machine.run(args)).code).toBe(1);
});

describe("--env", () => {
  test("prints nothing but an error before there is a cluster", async () => {
    expect(await machine.run(["--env"])).toEqual({
      code: 1,
      stdout: "",
      stderr: `\nsetup.sh: nothing is set up here yet.\n  Run it first: bash '${machine.clone}/setup.sh'\n`,
    });
  });

  test("prints exports only, which bash takes with their blanks and quotes", async () => {
    const clone = path.join(machine.dir, 'it\'s a "clone" #1 100%?');
    machine.copyClone(clone);
    await machine.run([], { clone });
    const { code, stdout } = await machine.run(["--env"], { clone });
    expect(code).toBe(0);
    for (const line of stdout.trimEnd().split("\n")) expect(line).toMatch(/^export [A-Z_]+=/);
    const names =
      "KUBECONFIG PULUMI_HOME PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE_FILE MINIKUBE_HOME DOCKER_HOST PATH";
    const shown = spawnSync(
      "/bin/bash",
      ["-c", `eval "$1"; for n in ${names}; do printf '%s\\n' "\${!n}"; done`, "bash", stdout],
      {
        env: { PATH: "/usr/bin" },
        stdio: ["ignore", "pipe", "pipe"], // a socket would make bash read a .bashrc
        encoding: "utf8",
      },
    );
    const state = path.join(clone, ".state");
    expect(shown.stdout.trimEnd().split("\n")).toEqual([
      path.join(state, "kubeconfig"),
      path.join(state, "pulumi-home"),
      `file://${state.replace("%", "%25").replaceAll(" ", "%20").replace("?", "%3F").replace("#", "%23")}/pulumi-backend`,
      path.join(state, "passphrase"),
      path.join(state, "minikube"),
      "",
      `${path.join(state, "bin")}:/usr/bin`,
    ]);
  });

  test("takes back a passphrase that would win over the file", async () => {
    await machine.run();
    const { stdout } = await machine.run(["--env"], { env: { PULUMI_CONFIG_PASSPHRASE: "mine" } });
    expect(stdout).toMatch(/^unset PULUMI_CONFIG_PASSPHRASE$/m);
  });

  test("in a shell that has it, setup.sh still means the user's own Docker", async () => {
    await machine.run();
    const { stdout } = await machine.run(["--env"]);
    await machine.run(["--destroy"]);
    fs.writeFileSync(
      path.join(machine.bin, "docker"),
      `#!/bin/bash\n[[ -z \${DOCKER_HOST:-} ]] && echo 28.2.2\n`,
    );
    const again = spawnSync(
      "/bin/bash",
      ["-c", 'eval "$1"; bash "$2/setup.sh" --check', "bash", stdout, machine.clone],
      {
        env: machine.env,
        stdio: ["ignore", "pipe", "pipe"],
        encoding: "utf8",
      },
    );
    expect(again.stdout).toContain("Missing tools come from: release");
  });
});

describe("--destroy", () => {
  test("where nothing is there says so, and leaves nothing", async () => {
    const before = machine.snapshot();
    const { code, stdout } = await machine.run(["--destroy"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Nothing to remove: this clone has no cluster and no state.\n",
    });
    expect(machine.snapshot()).toEqual(before);
  });

  test("removes stack, cluster and state, keeps the tools and says so; twice is fine", async () => {
    await machine.run();
    const { code, stdout, stderr } = await machine.run(["--destroy"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(machine.calls()).toContain("minikube delete --profile sre-challenge");
    expect(machine.calls().join("\n")).not.toContain("pulumi destroy");
    expect(stdout).toMatch(/Kept: the tools, \S+ in .*sre-challenge/);
    expect(machine.exists("a clone/.state")).toBe(false);
    expect(fs.existsSync(machine.locks)).toBe(false);
    expect((await machine.run(["--destroy"])).stdout).toContain("Nothing to remove");
  });

  describe("of a stack with roles in AWS", () => {
    const destroy =
      "pulumi destroy --target **aws:** --target-dependents --yes --skip-preview --non-interactive --stack dev";

    beforeEach(async () => {
      await machine.run();
      const stacks = path.join(machine.clone, ".state/pulumi-backend/.pulumi/stacks/sre-challenge");
      fs.writeFileSync(
        path.join(stacks, "dev.json"),
        '{"resources": [{"type": "aws:iam/role:Role"}]}',
      );
    });

    test("deletes them first, also where the cluster does not answer", async () => {
      fs.rmSync(path.join(machine.dir, "cluster"));
      const { code, stderr } = await machine.run(["--destroy"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const calls = machine.calls();
      expect(calls).toContain(destroy);
      expect(calls.indexOf("minikube delete --profile sre-challenge")).toBeGreaterThan(
        calls.indexOf(destroy),
      );
    });

    test("removes nothing else while they cannot be deleted, and says how to leave them", async () => {
      fs.writeFileSync(path.join(machine.dir, "destroy-fails"), "");
      const { code, stderr } = await machine.run(["--destroy"]);
      expect(code).toBe(1);
      expect(stderr).toContain("error: ExpiredToken");
      expect(stderr).toContain("pulumi stack rm dev --force");
      expect(machine.exists("cluster")).toBe(true);
      expect(machine.state("kubeconfig")).toBeDefined();
    });
  });

  test("removes a cluster whose state was deleted by hand", async () => {
    await machine.run();
    fs.rmSync(path.join(machine.clone, ".state"), { recursive: true });
    expect((await machine.run(["--destroy"])).code).toBe(0);
    expect(machine.calls()).toContain("minikube delete --profile sre-challenge");
  });

  test("shows why the cluster cannot be removed, and keeps the state", async () => {
    await machine.run();
    machine.fake("minikube", 'echo "X Exiting due to HOST_DELETE"; exit 1');
    const { code, stderr } = await machine.run(["--destroy"]);
    expect(code).toBe(1);
    expect(stderr).toContain("X Exiting due to HOST_DELETE");
    expect(machine.state("kubeconfig")).toBeDefined();
  });

  test("on a registry-only host removes the node", async () => {
    becomeRegistryOnlyHost(machine);
    await machine.run();
    expect((await machine.run(["--destroy"])).code).toBe(0);
    expect(machine.exists("cluster")).toBe(false);
  });
});
