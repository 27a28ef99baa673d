import { secret } from "../../../../../toolchain/providers/rpc/properties";
import type { FakeApiServer } from "../fake-api-server";
import type { PluginClient } from "../plugin-client";
import { ProviderUnderTest, settings, settingsPath } from "../provider-under-test";

let provider: ProviderUnderTest;
let api: FakeApiServer;
let plugin: PluginClient;

beforeEach(async () => {
  provider = await ProviderUnderTest.start();
  ({ api, plugin } = provider);
});

afterEach(() => provider.stop());

describe("create", () => {
  it("applies the object and records it with its bookkeeping", async () => {
    const { id, outputs } = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { colour: "red" },
    });
    const inputs = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "default" },
      data: { colour: "red" },
    };
    const fieldManager = "pulumi-kubernetes-4ebd58d9";
    expect(id).toBe("default/settings");
    expect(outputs).toEqual({
      ...inputs,
      metadata: {
        ...inputs.metadata,
        uid: "uid-2",
        resourceVersion: "2",
        generation: 1,
        managedFields: [{ manager: fieldManager, operation: "Apply" }],
      },
      __inputs: inputs,
      __initialApiVersion: "v1",
      __fieldManager: fieldManager,
    });
  });

  it("keeps secrets secret", async () => {
    const inputs = { metadata: { name: "settings" }, data: { open: "a", hidden: secret("b") } };
    const { outputs } = await provider.create(settings, inputs);
    expect(outputs.data).toEqual({ open: "a", hidden: secret("b") });
    expect(outputs.__inputs).toMatchObject({ data: { open: "a", hidden: secret("b") } });
    expect(api.get(settingsPath)?.data).toEqual({ open: "a", hidden: "b" });
  });

  it("does not tell a secret that the API server quotes", async () => {
    const inputs = await plugin.check(settings, {
      metadata: { name: "settings" },
      data: { hidden: secret("hunter22") },
    });
    const refusal = { code: 422, body: { message: 'data: Invalid value: "hunter22"' } };
    api.refusals.push({ code: 404, body: {} }, refusal);
    await expect(plugin.create(settings, inputs)).rejects.toThrow('Invalid value: "[secret]"');
  });

  it("does not seize what others made, and adopts what itself left behind", async () => {
    const inputs = await plugin.check(settings, {
      metadata: { name: "settings" },
      data: { a: "b" },
    });
    api.put(settingsPath, "kubectl-create", { ...inputs, data: { a: "c" } });
    await expect(plugin.create(settings, inputs)).rejects.toThrow(
      "ConfigMap default/settings exists already, managed by kubectl-create; delete it",
    );
    api.drop(settingsPath);
    await plugin.create(settings, inputs);
    const again = await plugin.create(settings, inputs);
    expect(again.id).toBe("default/settings");
  });

  it("waits for a namespace that is being created", async () => {
    const inputs = await plugin.check(settings, {
      metadata: { name: "settings", namespace: "new" },
    });
    setTimeout(() => {
      api.put("/api/v1/namespaces/new", "x", { kind: "Namespace" });
    }, 300);
    expect((await plugin.create(settings, inputs)).id).toBe("new/settings");
  });

  it("outlasts a restart of the API server", async () => {
    const inputs = await plugin.check(settings, { metadata: { name: "settings" } });
    api.refusals.push({ code: 503, body: {} }, { code: 429, body: {} });
    expect((await plugin.create(settings, inputs)).id).toBe("default/settings");
  });
});

describe("delete", () => {
  it("removes the object, and is content where it is gone", async () => {
    const old = await provider.create(settings, { metadata: { name: "settings" } });
    await plugin.delete(settings, old);
    expect(api.get(settingsPath)).toBeUndefined();
    await plugin.delete(settings, old);
  });
});
