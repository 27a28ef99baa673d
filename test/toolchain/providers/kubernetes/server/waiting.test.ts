import type { FakeApiServer } from "../fake-api-server";
import { InitFailure, PluginClient } from "../plugin-client";
import {
  caught,
  deployed,
  ProviderUnderTest,
  web,
  webInputs,
  webPath,
} from "../provider-under-test";

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

let provider: ProviderUnderTest;
let api: FakeApiServer;
let plugin: PluginClient;

beforeEach(async () => {
  provider = await ProviderUnderTest.start();
  ({ api, plugin } = provider);
});

afterEach(() => provider.stop());

describe("waiting", () => {
  it("ends with the object in the state and the reason in words", async () => {
    api.settle = deployed(0);
    api.put("/api/v1/namespaces/default/pods/web-1", "kubelet", {
      kind: "Pod",
      metadata: { name: "web-1", namespace: "default", labels: { app: "web" } },
      status: {
        containerStatuses: [
          {
            name: "web",
            image: "web:1",
            state: { waiting: { reason: "ImagePullBackOff", message: "not found" } },
          },
        ],
      },
    });
    const failure = await caught(
      plugin.create(web, await plugin.check(web, webInputs), { timeout: 0.001 }),
    );
    expect(failure).toBeInstanceOf(InitFailure);
    const { state, reasons } = failure as InitFailure;
    expect(reasons).toEqual([
      "web: 0 of 3 ready: image web:1 cannot be pulled (not found) (waited 0.001 s)",
    ]);
    expect(state).toMatchObject({
      id: "default/web",
      outputs: { status: { availableReplicas: 0 } },
    });
  });

  it("can be cancelled", async () => {
    api.settle = deployed(1);
    const operation = caught(provider.create(web, webInputs));
    // It asks again once it has said what it waits for.
    const asks = () => api.requests.filter((request) => request === `GET ${webPath}`).length;
    while (!api.get(webPath)) await pause();
    for (const before = asks(); asks() === before;) await pause();
    await plugin.cancel();
    const failure = (await operation) as InitFailure;
    expect(failure.reasons).toEqual(["web: 1 of 3 ready (cancelled while waiting)"]);
  });

  it("is skipped on the program's wish", async () => {
    api.settle = deployed(0);
    const annotations = { "pulumi.com/skipAwait": "true" };
    const { id } = await provider.create(web, {
      ...webInputs,
      metadata: { name: "web", annotations },
    });
    expect(id).toBe("default/web");
  });
});
