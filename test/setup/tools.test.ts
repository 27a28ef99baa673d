import * as fs from "node:fs";
import * as path from "node:path";
import {
  becomeRegistryOnlyHost,
  curl,
  docker,
  equip,
  kubectl,
  minikube,
  pulumi,
  tells,
} from "./fakes";
import { becomeMac } from "./mac/mac";
import { program, Sandbox } from "./sandbox";

jest.setTimeout(30_000);

const parts = [
  ...["progress", "process", "lock", "environment", "download"].map((part) => `shell/${part}`),
  ...["version", "source", "tools", "brew", "colima", "release", "modules"].map(
    (part) => `tools/${part}`,
  ),
];

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

/** What `--check` says of a tool: found version and plan. */
async function plan(tool: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await machine.run(["--check", ...args]);
  const row = stdout.split("\n").find((line) => line.startsWith(`${tool} `)) ?? stdout;
  return row.replace(/^\S+ +\S+ +/, "").replace(/ +/g, " ");
}

describe("versions", () => {
  test.each([
    ["1.26.8", "1.26.0", true],
    ["1.9.9", "1.26.0", false],
    ["20.10", "20.10.0", true],
    ["3.1000.0", "3.250.0", true],
    ["1.08.0", "1.9.0", false],
    ["2", "1.9.9", true],
  ])("%s is at least %s: %s", async (have, want, expected) => {
    const { code } = await machine.shell(["tools/version"], `version_at_least ${have} ${want}`);
    expect(code === 0).toBe(expected);
  });

  test.each([
    ["go", "go version go1.26.8 linux/amd64", "1.26.8"],
    ["go", "go version go1.27rc1 darwin/arm64", "1.27"],
    ["kubectl", "Client Version: v1.32.4-dispatcher\nKustomize Version: v5.5.0", "1.32.4"],
    ["docker", "Docker version 28.2.2, build e6534b4", "28.2.2"],
    ["pulumi", "v3.259.0", "3.259.0"],
    ["kubectl", "error: unknown", ""],
  ])("%s that says %j has version %s", async (tool, says, version) => {
    machine.fake(tool, `echo '${says}'`);
    const { stdout } = await machine.shell(
      ["shell/process", "tools/version"],
      `version_of ${tool} "$(type -P ${tool})" || true`,
    );
    expect(stdout.trim()).toBe(version);
  });

  test("a program that hangs has none", async () => {
    machine.fake("kubectl", "sleep 60");
    const { stdout } = await machine.shell(["shell/process"], "within 1 kubectl || echo $?");
    expect(stdout).toBe("124\n");
  });
});

describe("where tools come from", () => {
  test("a Mac: brew, without asking the network", async () => {
    becomeMac(machine, {});
    const { stdout } = await machine.run(["--check"]);
    expect(stdout).toContain("Missing tools come from: brew");
    expect(machine.calls().filter((call) => call.startsWith("curl"))).toEqual([]);
  });

  test("Linux with a Docker, and a release host that answers: releases", async () => {
    expect((await machine.run(["--check"])).stdout).toContain("Missing tools come from: release");
    expect(machine.calls().find((call) => call.startsWith("curl"))).toContain("--max-time 3");
  });

  test("Linux whose release host does not answer: registries", async () => {
    becomeRegistryOnlyHost(machine);
    fs.rmSync(path.join(machine.dir, "docker-silent"));
    fs.writeFileSync(path.join(machine.dir, "offline"), "");
    expect((await machine.run(["--check"])).stdout).toContain("Missing tools come from: modules");
  });

  test("what an earlier run chose stays", async () => {
    await machine.run();
    fs.writeFileSync(path.join(machine.dir, "offline"), "");
    expect((await machine.run(["--check"])).stdout).toContain("Missing tools come from: release");
    const { code, stderr } = await machine.run(["--source", "modules"]);
    expect(code).toBe(1);
    expect(stderr).toContain("this clone's cluster was made with --source release, not modules");
    expect(stderr).toContain("--destroy");
  });
});

test("a wish counts as long as no cluster was made otherwise", async () => {
  machine.without("minikube");
  expect((await machine.run()).stderr).toContain("downloading minikube 1.38.1 failed");
  expect((await machine.run(["--check", "--source", "brew"])).stdout).toContain("come from: brew");
});

describe("from the PATH", () => {
  test("a version that suits is used", async () => {
    expect(await plan("kubectl")).toBe(`1.34.4 used from the PATH: ${machine.bin}/kubectl`);
  });

  test("one that is too old is not", async () => {
    machine.fake("kubectl", tells("1.29.0"));
    expect(await plan("kubectl")).toBe("1.29.0 downloaded: official release 1.34.11");
  });

  test("Node without npm is not", async () => {
    machine.without("npm");
    expect(await plan("node")).toMatch(/downloaded: official release 22/);
  });

  test("a Docker client without a daemon is not", async () => {
    fs.writeFileSync(path.join(machine.dir, "docker-silent"), "");
    expect(await plan("docker", "--source", "release")).toBe(
      "28.2.2 missed: install and start Docker",
    );
  });

  test("the links that an earlier run made are not taken for the user's", async () => {
    const env = { PATH: `${machine.clone}/.state/bin:${machine.bin}` };
    fs.mkdirSync(path.join(machine.clone, ".state/bin"), { recursive: true });
    machine.fake("kubectl", kubectl, path.join(machine.clone, ".state/bin"));
    machine.without("kubectl");
    const { stdout } = await machine.run(["--check"], { env });
    expect(stdout).toMatch(/^kubectl +1.33.0 +- +downloaded/m);
  });
});

describe("from brew", () => {
  test("what is missing or too old is installed, and nothing else", async () => {
    machine.without("minikube", "pulumi", "pulumi-language-nodejs");
    machine.fake("kubectl", tells("1.20.0"));
    becomeMac(machine, {
      "kubernetes-cli=kubectl": kubectl,
      minikube,
      pulumi,
      "pulumi=pulumi-language-nodejs": "",
    });
    fs.writeFileSync(path.join(machine.dir, "installed-kubernetes-cli"), "");
    const { code, stderr } = await machine.run();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(machine.calls().filter((call) => /^brew (install|upgrade)/.test(call))).toEqual([
      "brew upgrade kubernetes-cli",
      "brew install minikube",
      "brew install pulumi",
    ]);
  });

  test("without any Docker, a daemon of the project's own is started, and removed at the end", async () => {
    machine.without("docker");
    becomeMac(machine, { docker, "colima=colima": "" });
    machine.fake("colima", `[[ $* != "delete --help" ]] || echo "  -d, --data  delete data"`);
    machine.fake("minikube", `echo "minikube uses $DOCKER_HOST" >>"$CALLS"\n${minikube}`);
    expect((await machine.run()).code).toBe(0);
    expect(machine.calls()).toContain("minikube uses unix:///where/colima-sre-challenge.sock");
    expect(machine.calls()).toContain(
      "colima start --profile sre-challenge --cpu 2 --memory 4 --activate=false",
    );
    expect((await machine.run(["--env"])).stdout).toContain("export MINIKUBE_HOME=");
    expect((await machine.run(["--destroy"])).code).toBe(0);
    expect(machine.calls()).toContain("colima delete --profile sre-challenge --force --data");
  });

  test("a Docker that does not answer is the user's to start", async () => {
    becomeMac(machine, {});
    fs.writeFileSync(path.join(machine.dir, "docker-silent"), "");
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toContain("its daemon does not answer");
    expect(stderr).toContain("Start it (Docker Desktop, colima start");
  });

  test("a Mac without brew is told what to do", async () => {
    becomeMac(machine, {});
    machine.without("brew", "kubectl");
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toContain("kubectl 1.33.0 or newer is missing, and brew too.");
    expect(stderr).toContain("https://brew.sh");
  });
});

describe("from official releases", () => {
  const bring = (tool: string): ReturnType<Sandbox["shell"]> =>
    machine.shell(
      parts,
      `mkdir -p "$BIN"\nLOG="$STATE/log"\nrelease_bring ${tool}\n"$BIN/${tool}" version --client`,
    );
  const released = program('echo "Client Version: v1.34.11"');

  test("a program with the pinned checksum is installed", async () => {
    machine.serve("KUBECTL", "kubectl", released);
    expect(await bring("kubectl")).toMatchObject({ code: 0, stderr: "" });
  });

  test("it is not fetched again, unless it is spoiled", async () => {
    machine.serve("KUBECTL", "kubectl", released);
    await bring("kubectl");
    await bring("kubectl");
    expect(machine.calls().filter((call) => call.startsWith("curl"))).toHaveLength(1);
    fs.writeFileSync(
      path.join(machine.home, ".cache/sre-challenge/release/kubectl-1.34.11/kubectl"),
      "half",
    );
    expect((await bring("kubectl")).code).toBe(0);
    expect(machine.calls().filter((call) => call.startsWith("curl"))).toHaveLength(2);
  });

  test("one with another checksum is not, and nothing of it stays", async () => {
    machine.serve("KUBECTL", "kubectl", released);
    machine.editVersions(/(KUBECTL_SHA256_\w+)=.*/g, `$1=${"0".repeat(64)}`);
    const { code, stderr } = await bring("kubectl");
    expect(code).toBe(1);
    expect(stderr).toContain("the checksum of https://release.test/kubectl is wrong");
    expect(stderr).toContain("Nothing was installed from it.");
    expect(fs.readdirSync(path.join(machine.home, ".cache/sre-challenge/downloads"))).toEqual([]);
    expect(machine.exists("a clone/.state/bin/kubectl")).toBe(false);
  });

  test("one without a pinned checksum is not even fetched", async () => {
    machine.editVersions(/(KUBECTL_SHA256_\w+)=.*/g, "$1=");
    const { code, stderr } = await bring("kubectl");
    expect(code).toBe(1);
    expect(stderr).toContain("has no pinned checksum");
    expect(machine.calls().filter((call) => !call.startsWith("uname"))).toEqual([]);
  });

  test("an interrupted download is resumed", async () => {
    machine.serve("KUBECTL", "kubectl", released);
    fs.writeFileSync(path.join(machine.dir, "cut"), "10");
    const broken = await bring("kubectl");
    expect(broken.code).toBe(1);
    expect(broken.stderr).toContain("connection reset");
    fs.rmSync(path.join(machine.dir, "cut"));
    const { code, stdout } = await bring("kubectl");
    expect(code).toBe(0);
    expect(stdout).toContain("going on with the download of kubectl");
  });

  test("a part that is of another file is thrown away", async () => {
    machine.serve("KUBECTL", "kubectl", released);
    fs.writeFileSync(path.join(machine.dir, "cut"), "10");
    await bring("kubectl");
    fs.rmSync(path.join(machine.dir, "cut"));
    const downloads = path.join(machine.home, ".cache/sre-challenge/downloads");
    for (const part of fs.readdirSync(downloads)) {
      fs.writeFileSync(path.join(downloads, part), "something else");
    }
    expect((await bring("kubectl")).code).toBe(0);
  });

  test("a host that does not answer is said, with the log", async () => {
    machine.fake("curl", `echo "curl: (6) Could not resolve host" >&2; exit 6`);
    const { code, stderr } = await bring("kubectl");
    expect(code).toBe(1);
    expect(stderr).toContain("downloading kubectl 1.34.11 failed (exit 6)");
    expect(stderr).toContain("Could not resolve host");
    machine.fake("curl", curl);
  });

  test("every tool that can be released has a checksum for both kinds of machine", async () => {
    const { stdout } = await machine.shell(
      parts,
      `for tool in go node kubectl minikube pulumi pulumi-language-nodejs; do
         for arch in AMD64 ARM64; do tool_fact "$tool" "SHA256_$arch"; tool_fact "$tool" "URL_$arch"; done
       done`,
    );
    const lines = stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(24);
    for (const line of lines) expect(line).toMatch(/^[0-9a-f]{64}$|^https:\/\//);
  });
});
