import * as fs from "node:fs";
import * as net from "node:net";
import * as path from "node:path";
import { becomeRegistryOnlyHost, equip } from "./fakes";
import { becomeMac } from "./mac/mac";
import { Sandbox, type Result } from "./sandbox";

jest.setTimeout(30_000);

let machine: Sandbox;
beforeEach(() => {
  machine = new Sandbox();
  equip(machine);
});
afterEach(() => {
  machine.remove();
});

const silenceDocker = (): void => {
  fs.writeFileSync(path.join(machine.dir, "docker-silent"), "");
};

const freeGigabytes = (gigabytes: number): void => {
  const kib = String(gigabytes * 1_000_000);
  machine.fake(
    "df",
    `echo "Filesystem 1024-blocks Used Available Capacity Mounted"; echo "/dev/x 1 1 ${kib} 1% /"`,
  );
};

/** A refusal is one message with its remedy, before anything was made. */
function expectRefusal({ code, stderr }: Result, message: string | RegExp, remedy: string): void {
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).toContain(remedy);
  expect(stderr.trim().split("\n")).toHaveLength(2);
  expect(fs.existsSync(path.join(machine.clone, ".state"))).toBe(false);
  expect(fs.existsSync(machine.locks)).toBe(false);
}

test("no root and no Docker", async () => {
  becomeRegistryOnlyHost(machine);
  machine.fake("id", "echo 1000");
  expectRefusal(
    await machine.run(),
    /Docker does not answer here, and without root/,
    "sudo bash setup.sh",
  );
});

test("a Docker, but no release host and no root", async () => {
  becomeRegistryOnlyHost(machine);
  machine.fake("id", "echo 1000");
  fs.rmSync(path.join(machine.dir, "docker-silent"));
  fs.writeFileSync(path.join(machine.dir, "offline"), "");
  expectRefusal(await machine.run(), /no release host answers/, "HTTPS_PROXY");
});

test("a Docker, no release host and no root, where all is built already", async () => {
  becomeRegistryOnlyHost(machine);
  await machine.run();
  await machine.run(["--destroy"]);
  machine.fake("id", "echo 1000");
  fs.rmSync(path.join(machine.dir, "docker-silent"));
  fs.writeFileSync(path.join(machine.dir, "packages"), "debootstrap\n");
  const { code, stdout } = await machine.run(["--source", "modules"]);
  expect(code).toBe(0);
  expect(stdout).not.toContain("Debian packages to install");
  expect(machine.exists("daemon")).toBe(false);
});

test("no openssl, which makes the keys", async () => {
  machine.without("openssl");
  expectRefusal(await machine.run(), /openssl is missing/, "your system's package manager");
});

test("releases without a Docker", async () => {
  silenceDocker();
  expectRefusal(
    await machine.run(["--source", "release"]),
    /official releases need one/,
    "--source modules",
  );
});

test.each(["release", "modules"])("--source %s on a Mac", async (source) => {
  machine.fake("uname", "echo Darwin");
  expectRefusal(
    await machine.run(["--source", source]),
    new RegExp(`--source ${source} is for Linux`),
    "--source brew",
  );
});

test("another system", async () => {
  machine.fake("uname", "echo MINGW64_NT");
  expectRefusal(await machine.run(), /not on MINGW64_NT/, "WSL 2");
});

test("too little disk for a laptop's cluster", async () => {
  freeGigabytes(7);
  expectRefusal(
    await machine.run(),
    /only 7\.0 GB are free for .*; 8 GB are needed/,
    "XDG_CACHE_HOME=",
  );
});

test("too little disk for the cluster, beside a large one for the tools", async () => {
  machine.fake(
    "df",
    `echo "Filesystem 1024-blocks Used Available Capacity Mounted"
case "\${!#}" in
  "$HOME"*) echo "/dev/x 1 1 99000000 1% /home" ;;
  *) echo "/dev/y 1 1 1000000 1% /clones" ;;
esac`,
  );
  expectRefusal(
    await machine.run(),
    /only 1\.0 GB are free for .*\.state; 3 GB are needed/,
    "move this clone to another disk",
  );
});

test("too little disk for building everything; enough once it is built", async () => {
  becomeRegistryOnlyHost(machine);
  freeGigabytes(11);
  expectRefusal(
    await machine.run(),
    /only 11\.0 GB are free for .*; 12 GB are needed/,
    "XDG_CACHE_HOME=",
  );
  freeGigabytes(20);
  expect((await machine.run()).code).toBe(0);
  await machine.run(["--destroy"]);
  freeGigabytes(3);
  expect((await machine.run()).code).toBe(0);
});

test("a single processor, on which the pods would not all find a place", async () => {
  machine.fake("getconf", "echo 1");
  expectRefusal(await machine.run(), /has 1 processor/, "2 processors or more");
});

test("too little memory", async () => {
  fs.writeFileSync(path.join(machine.dir, "meminfo"), "MemTotal: 2000000 kB\n");
  expectRefusal(await machine.run(), /has 2\.0 GB of memory/, "4 GB or more");
});

test("too little memory of a Mac", async () => {
  becomeMac(machine, {});
  machine.fake("sysctl", "echo 2048000000");
  expectRefusal(await machine.run(), /has 2\.0 GB of memory/, "4 GB or more");
});

test("no network at all, where something must be fetched", async () => {
  becomeRegistryOnlyHost(machine);
  fs.writeFileSync(path.join(machine.dir, "offline"), "");
  machine.fake(
    "go",
    `if [[ $1 == env ]]; then echo https://proxy.test,direct; else echo "go version go1.26.8"; fi`,
  );
  expectRefusal(
    await machine.run(),
    /no network.*https:\/\/npm\.test\/, https:\/\/proxy\.test\)/,
    "npm config set registry",
  );
});

test("no network, where nothing must be fetched", async () => {
  becomeRegistryOnlyHost(machine);
  await machine.run();
  fs.writeFileSync(path.join(machine.dir, "offline"), "");
  expect((await machine.run()).code).toBe(0);
});

test("the port of invoice-app in use while the cluster is stopped", async () => {
  await machine.run();
  fs.rmSync(path.join(machine.dir, "cluster"));
  fs.writeFileSync(path.join(machine.dir, "stopped-container"), "");
  const server = net.createServer().listen(machine.port, "127.0.0.1");
  try {
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`port ${machine.port} of this machine is in use`));
  } finally {
    server.close();
  }
});

test.each([
  ["invoice-app", 0],
  ["the registry", 1],
])("the port of %s in use", async (_, offset) => {
  const port = machine.port + offset;
  const server = net.createServer().listen(port, "127.0.0.1");
  try {
    expectRefusal(
      await machine.run(),
      new RegExp(`port ${port} of this machine is in use`),
      `lsof -i :${port}`,
    );
  } finally {
    server.close();
  }
});

test("a port held by a daemon that a deleted clone left, which goes", async () => {
  becomeRegistryOnlyHost(machine);
  fs.writeFileSync(path.join(machine.dir, "daemon-left"), "");
  const server = net.createServer().listen(machine.port, "127.0.0.1");
  try {
    expect((await machine.run()).code).toBe(0);
  } finally {
    server.close();
  }
});

test.each(["node/volumes", "minikube/api-server-flags"])(
  "a cluster of an earlier version, which left %s: it is kept, and not removed by this one",
  async (left) => {
    const file = path.join(machine.clone, ".state", left);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, "");
    for (const args of [[], ["--destroy"]]) {
      const { code, stderr } = await machine.run(args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/made by an earlier version[^]*docs\/operations\.md/);
      expect(fs.existsSync(file)).toBe(true);
    }
    expect(machine.calls().join("\n")).not.toMatch(/^minikube (start|delete)/m);
  },
);

test("a container with the cluster's name that is of nobody known", async () => {
  fs.writeFileSync(path.join(machine.dir, "foreign-container"), "");
  expectRefusal(
    await machine.run(),
    /a container sre-challenge is there/,
    "docker rm --force --volumes sre-challenge",
  );
});

describe("the cluster of another clone", () => {
  const other = (): string => path.join(machine.dir, "another's clone");

  test("is left alone, and its path is said", async () => {
    machine.copyClone(other());
    expect((await machine.run([], { clone: other() })).code).toBe(0);
    const { code, stderr } = await machine.run();
    expect(code).toBe(1);
    expect(stderr).toContain(`belongs to another clone: ${other()}`);
    expect(stderr).toContain(`bash '${other().replace("'", "'\\''")}/setup.sh' --destroy`);
  });

  test("makes room, if it was killed and its node is dead", async () => {
    becomeRegistryOnlyHost(machine);
    fs.mkdirSync(path.join(other(), ".state"), { recursive: true });
    fs.mkdirSync(machine.locks, { mode: 0o700 });
    fs.writeFileSync(path.join(machine.locks, "owner"), `clone=${other()}\nsource=modules\n`);
    const { code, stdout } = await machine.run();
    expect(stdout).toContain(`removing what is left of the cluster of ${other()}`);
    expect(code).toBe(0);
  });

  test("goes, if that clone is gone", async () => {
    machine.copyClone(other());
    await machine.run([], { clone: other() });
    fs.rmSync(other(), { recursive: true });
    const { code, stdout } = await machine.run();
    expect(code).toBe(0);
    expect(stdout).toContain(`removing what is left of the cluster of ${other()}`);
    expect(machine.calls()).toContain("minikube delete --profile sre-challenge");
  });
});
