import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

let home: string;
beforeAll(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi home "));
  install();
});
afterAll(() => {
  fs.rmSync(home, { recursive: true });
});

/** Where the engine looks for a plugin, in its home. */
function pluginOf(name: string): string {
  const manifest = path.join(root, `node_modules/@pulumi/${name}/package.json`);
  const { version } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string };
  return `plugins/resource-${name}-v${version}/pulumi-resource-${name}`;
}

function install(): void {
  const script = `
    source "$ROOT/toolchain/tools/version.sh"
    source "$ROOT/toolchain/providers/install.sh"
    program_path() { echo "/built/$1"; }
    providers_install`;
  execFileSync("bash", ["-euo", "pipefail", "-c", script], {
    env: { ...process.env, ROOT: root, PULUMI_HOME: home },
  });
}

test("the plugins are bundled once, and again when a source is newer than they are", () => {
  const bundle = path.join(home, "providers/docker/main.js");
  const soon = new Date(Date.now() + 60_000);
  fs.writeFileSync(bundle, "as it was");
  fs.utimesSync(bundle, soon, soon);
  install();
  expect(fs.readFileSync(bundle, "utf8")).toBe("as it was");

  fs.utimesSync(bundle, 0, 0);
  install();
  expect(fs.readFileSync(bundle, "utf8")).toContain("bindAsync");
});

test("Pulumi's own plugin for Kubernetes is the one that was built", () => {
  expect(fs.readlinkSync(path.join(home, pluginOf("kubernetes")))).toBe(
    "/built/pulumi-resource-kubernetes",
  );
});

test.each(["docker", "aws"])(
  "the %s plugin stands where the engine looks, and starts from any folder",
  async (name) => {
    const plugin = spawn(path.join(home, pluginOf(name)), ["127.0.0.1:1"], {
      cwd: os.tmpdir(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [line] = (await once(plugin.stdout, "data")) as [Buffer];
      expect(Number(line.toString())).toBeGreaterThan(0);
      const exit = once(plugin, "exit");
      plugin.kill("SIGINT");
      expect(await exit).toEqual([0, null]);
    } finally {
      plugin.kill("SIGKILL");
    }
  },
  30_000,
);
