import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { UNKNOWN, secret } from "../../../../../toolchain/providers/rpc/properties";
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

describe("preview", () => {
  it("shows the server's defaults, and nothing that it made up for the preview", async () => {
    api.settle = (object) => ({ ...object, immutable: false, status: { x: 1 } });
    const inputs = await plugin.check(settings, { metadata: { name: "settings" } });
    const { id, outputs } = await plugin.create(settings, inputs, { preview: true });
    expect(id).toBe("");
    expect(outputs).toMatchObject({
      immutable: false,
      metadata: { name: "settings", uid: UNKNOWN },
    });
    expect(outputs).not.toHaveProperty("status");
    expect(api.get(settingsPath)).toBeUndefined();
  });

  it("returns the inputs where something is unknown, or the namespace is still to come", async () => {
    const unknown = await plugin.check(settings, {
      metadata: { name: "settings" },
      data: { a: secret(UNKNOWN) },
    });
    expect((await plugin.create(settings, unknown, { preview: true })).outputs).toEqual(unknown);
    const early = await plugin.check(settings, {
      metadata: { name: "settings", namespace: "new" },
    });
    expect((await plugin.create(settings, early, { preview: true })).outputs).toEqual(early);
  });

  it("finds what the API server will refuse", async () => {
    const inputs = await plugin.check(settings, { metadata: { name: "settings" } });
    api.refusals.push({ code: 404, body: {} }, { code: 422, body: { message: "no such field" } });
    await expect(plugin.create(settings, inputs, { preview: true })).rejects.toThrow(
      "no such field",
    );
  });

  it("returns the inputs to somebody who may only read", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    const message = 'configmaps "settings" is forbidden: User "reviewer" cannot patch resource';
    const refusal = { code: 403, body: { message } };
    api.refusals.push(refusal);
    const news = { ...old.inputs, data: { a: "2" } };
    expect((await plugin.update(settings, old, news, { preview: true })).outputs).toEqual(news);
    const other = await plugin.check(settings, { metadata: { name: "other" } });
    api.refusals.push({ code: 404, body: {} }, refusal);
    expect((await plugin.create(settings, other, { preview: true })).outputs).toEqual(other);
    api.refusals.push(refusal);
    await expect(plugin.update(settings, old, news)).rejects.toThrow("cannot patch resource");
  });

  it("of an update changes nothing", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    const news = { ...old.inputs, data: { a: "2" } };
    const { outputs } = await plugin.update(settings, old, news, { preview: true });
    expect(outputs.data).toEqual({ a: "2" });
    expect(api.get(settingsPath)?.data).toEqual({ a: "1" });
  });
});

describe("diff", () => {
  it("tells the engine each property and what it takes", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    const news = { ...old.inputs, data: { a: "2" }, immutable: true };
    const diff = await plugin.diff(settings, old, news);
    expect(diff.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_SOME);
    expect(diff.getReplacesList()).toEqual(["data.a", "immutable"]);
    expect(diff.getDeletebeforereplace()).toBe(true);
    expect(diff.getDetaileddiffMap().get("data.a")?.getKind()).toBe(
      PropertyDiff.Kind.UPDATE_REPLACE,
    );
  });

  it("finds nothing in what was applied, also without old inputs", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: secret("1") },
    });
    const { DIFF_NONE } = DiffResponse.DiffChanges;
    expect((await plugin.diff(settings, old, old.inputs)).getChanges()).toBe(DIFF_NONE);
    const recorded = { ...old, inputs: {} };
    expect((await plugin.diff(settings, recorded, old.inputs)).getChanges()).toBe(DIFF_NONE);
  });
});
