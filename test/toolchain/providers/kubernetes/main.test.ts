import { startPlugin } from "./plugin-process";

describe("the plugin", () => {
  it("prints its port, serves there and stops when the engine says so", async () => {
    const { client, stop } = await startPlugin();
    const settings = { type: "kubernetes:core/v1:ConfigMap", name: "settings" };
    await expect(client.check(settings, {})).rejects.toThrow("the provider is not configured yet");
    expect(await stop()).toEqual([0, null]);
  }, 30_000);
});
