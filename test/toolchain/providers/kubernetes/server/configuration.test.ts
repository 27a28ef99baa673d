import { UNKNOWN } from "../../../../../toolchain/providers/rpc/properties";
import type { PluginClient } from "../plugin-client";
import { ProviderUnderTest } from "../provider-under-test";

let provider: ProviderUnderTest;
let plugin: PluginClient;

beforeEach(async () => {
  provider = await ProviderUnderTest.start();
  ({ plugin } = provider);
});

afterEach(() => provider.stop());

describe("configuration", () => {
  it("takes secrets and previews", async () => {
    expect((await plugin.configure({ kubeconfig: provider.kubeconfig })).toObject()).toMatchObject({
      acceptsecrets: true,
      supportspreview: true,
      acceptoutputs: false,
    });
  });

  it("names an unknown context and those that are there", async () => {
    await expect(
      plugin.configure({ kubeconfig: provider.kubeconfig, context: "other" }),
    ).rejects.toThrow(
      'context: "other" is not in the kubeconfig, which has fake; start the cluster',
    );
  });

  it("refuses an unknown context before anything is replaced for it", async () => {
    const config = { kubeconfig: provider.kubeconfig, context: "other" };
    expect(await plugin.checkConfig(config)).toEqual([
      {
        property: "context",
        reason:
          'context: "other" is not in the kubeconfig, which has fake; ' +
          "start the cluster that it belongs to, or name another one",
      },
    ]);
  });

  it("judges no context that is not known yet", async () => {
    expect(await plugin.checkConfig({ kubeconfig: UNKNOWN, context: "other" })).toEqual([]);
  });

  it("refuses settings that it cannot follow", async () => {
    const config = { kubeconfig: provider.kubeconfig, enableServerSideApply: "false" };
    expect(await plugin.checkConfig(config)).toEqual([
      {
        property: "enableServerSideApply",
        reason: "false: this provider only knows server-side apply; remove the setting",
      },
    ]);
  });

  it("replaces the provider for another context", async () => {
    const diff = await plugin.diffConfig({ context: "a" }, { context: "b" });
    expect(diff.getReplacesList()).toEqual(["context"]);
  });

  it("has no functions", async () => {
    await expect(plugin.invoke("kubernetes:yaml:decode")).rejects.toThrow(
      "function kubernetes:yaml:decode: this provider has no functions",
    );
  });
});
