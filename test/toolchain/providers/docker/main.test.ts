import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PluginClient } from "../plugin-client";
import { FakeDocker } from "./fake-docker";

const root = join(__dirname, "../../../..");
const program = join(root, "toolchain/providers/docker/main.ts");

test("the plugin prints its port, serves there, and ends with all that it started", async () => {
  const fake = new FakeDocker([{ command: "build", hangs: true }]);
  const plugin = spawn(process.execPath, ["--import", "tsx", program], {
    cwd: root,
    env: process.env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [line] = (await once(plugin.stdout, "data")) as [Buffer];
    const client = new PluginClient(Number(line.toString()));
    await client.configure({});
    const image = { type: "docker:index/image:Image", name: "app" };
    const build = client.create(image, { imageName: "app:1" });
    build.catch(() => undefined);
    await fake.called("build");

    const exit = once(plugin, "exit");
    plugin.kill("SIGINT");
    await expect(build).rejects.toThrow("app: cancelled");
    client.close();
    expect(await exit).toEqual([0, null]);
    expect(() => process.kill(fake.calls.at(-1)?.pid ?? 0, 0)).toThrow("ESRCH");
  } finally {
    plugin.kill("SIGKILL");
    fake.remove();
  }
}, 30_000);
