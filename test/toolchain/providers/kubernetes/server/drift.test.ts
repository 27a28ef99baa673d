import { secret } from "../../../../../toolchain/providers/rpc/properties";
import type { FakeApiServer } from "../fake-api-server";
import { InitFailure, PluginClient } from "../plugin-client";
import {
  caught,
  deployed,
  ProviderUnderTest,
  settings,
  settingsPath,
  web,
  webInputs,
  webPath,
} from "../provider-under-test";

let provider: ProviderUnderTest;
let api: FakeApiServer;
let plugin: PluginClient;

beforeEach(async () => {
  provider = await ProviderUnderTest.start();
  ({ api, plugin } = provider);
});

afterEach(() => provider.stop());

describe("drift", () => {
  it("is shown by a refresh and put back by an update", async () => {
    api.settle = deployed(3);
    const old = await provider.create(web, webInputs);
    const live = api.get(webPath) ?? {};
    api.put(webPath, "kubectl-edit", { ...live, spec: { ...webInputs.spec, replicas: 7 } });
    api.settle = (object) => object;

    const refreshed = await caught(plugin.read(web, old));
    expect(refreshed).toBeInstanceOf(InitFailure);
    const { state, reasons } = refreshed as InitFailure;
    expect(reasons).toEqual(["web: 3 of 7 ready"]);
    expect(state.inputs.spec).toEqual({ ...webInputs.spec, replicas: 7 });

    const diff = await plugin.diff(web, state, old.inputs);
    expect([...diff.getDetaileddiffMap().keys()]).toEqual(["spec.replicas"]);
    api.settle = deployed(3);
    await plugin.update(web, state, old.inputs);
    expect(api.get(webPath)?.spec).toMatchObject({ replicas: 3 });
  });

  it("is not seen in what the program does not state", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    const live = api.get(settingsPath) ?? {};
    api.put(settingsPath, "kubectl-annotate", {
      ...live,
      metadata: { name: "settings", namespace: "default", annotations: { by: "hand" } },
    });
    expect((await plugin.read(settings, old))?.inputs).toEqual(old.inputs);
  });

  it("of a Secret is shown where the program states it", async () => {
    const token = { type: "kubernetes:core/v1:Secret", name: "token" };
    const path = "/api/v1/namespaces/default/secrets/token";
    const old = await provider.create(token, {
      metadata: { name: "token" },
      stringData: { a: "1", b: "2" },
    });
    api.put(path, "kubectl-edit", { ...api.get(path), data: { a: "MQ==", b: "Mw==" } });
    expect((await plugin.read(token, old))?.inputs.stringData).toEqual(secret({ a: "1", b: "3" }));
  });

  it("ends where the object is gone", async () => {
    const old = await provider.create(settings, { metadata: { name: "settings" } });
    api.drop(settingsPath);
    expect(await plugin.read(settings, old)).toBeUndefined();
  });
});

describe("update", () => {
  it("removes what the program no longer states, and leaves what others did", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1", b: "2" },
    });
    api.put(settingsPath, "kubectl-edit", {
      ...api.get(settingsPath),
      data: { a: "1", b: "2", theirs: "3" },
    });
    await plugin.update(settings, old, { ...old.inputs, data: { a: "1" } });
    expect(api.get(settingsPath)?.data).toEqual({ a: "1", theirs: "3" });
  });

  it("does not seize a field that was another's all along", async () => {
    const old = await provider.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    api.put(settingsPath, "autoscaler", {
      ...api.get(settingsPath),
      data: { a: "1", theirs: "3" },
    });
    const news = { ...old.inputs, data: { a: "1", theirs: "mine" } };
    await expect(plugin.update(settings, old, news)).rejects.toThrow(
      '.data.theirs (conflict with "autoscaler"); leave them out of the program, or take them over',
    );
    const annotations = { "pulumi.com/patchForce": "true" };
    const forced = { ...news, metadata: { name: "settings", namespace: "default", annotations } };
    const { outputs } = await plugin.update(settings, old, forced);
    expect(outputs.data).toEqual({ a: "1", theirs: "mine" });
  });
});

describe("import", () => {
  it("takes all that a program could state", async () => {
    api.put(settingsPath, "kubectl", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: {
        name: "settings",
        namespace: "default",
        annotations: { "kubectl.kubernetes.io/last-applied-configuration": "{}", own: "x" },
      },
      data: { a: "1" },
    });
    const read = await plugin.read(settings, { id: "default/settings", inputs: {}, outputs: {} });
    expect(read?.inputs).toEqual({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "settings", namespace: "default", annotations: { own: "x" } },
      data: { a: "1" },
    });
  });
});
