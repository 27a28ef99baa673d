import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PluginClient } from "../plugin-client";
import { FakeIam } from "./fake-iam";

const root = join(__dirname, "../../../..");
const program = join(root, "toolchain/providers/aws/main.ts");
const credentials = { AWS_ACCESS_KEY_ID: "AKIAFAKE", AWS_SECRET_ACCESS_KEY: "fake-secret" };

test("the plugin takes its credentials from the environment, says nothing, and ends with what it began", async () => {
  const iam = await FakeIam.start();
  const plugin = spawn(process.execPath, ["--import", "tsx", program], {
    cwd: root,
    env: { ...process.env, ...credentials, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  plugin.stderr.on("data", (part: Buffer) => (said += part.toString()));
  try {
    const [line] = (await once(plugin.stdout, "data")) as [Buffer];
    const client = new PluginClient(Number(line.toString()));
    const endpoints = JSON.stringify([{ iam: iam.url, sts: iam.url }]);
    await client.configure({ region: "eu-west-1", endpoints }, "aws");
    expect(iam.calls).toEqual(["GetCallerIdentity"]);

    iam.hangs = true;
    const role = { type: "aws:iam/role:Role", name: "team" };
    const creation = client.create(role, { name: "team", assumeRolePolicy: "{}" });
    creation.catch(() => undefined);
    await iam.called("CreateRole team");
    const exit = once(plugin, "exit");
    plugin.kill("SIGINT");
    await expect(creation).rejects.toThrow("team: cancelled");
    client.close();
    expect(await exit).toEqual([0, null]);
    expect(said).toBe("");
  } finally {
    plugin.kill("SIGKILL");
    iam.stop();
  }
}, 60_000);
