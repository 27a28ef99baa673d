import { InitFailure, PluginClient } from "../toolchain/providers/kubernetes/plugin-client";
import { ScratchProvider, deployment, web } from "./kubernetes-provider/scratch-provider";

// What an update waits for, and what it says when it has waited in vain.
jest.setTimeout(120_000);

const namespace = "kubernetes-provider-waiting-test";
let scratch: ScratchProvider;
let plugin: PluginClient;

beforeAll(async () => {
  scratch = await ScratchProvider.start(namespace);
  ({ plugin } = scratch);
});

afterAll(() => scratch.stop());

async function failureOf(operation: Promise<unknown>): Promise<InitFailure> {
  const failure: unknown = await operation.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof InitFailure) return failure;
  throw new Error(`not a failed initialisation: ${String(failure)}`);
}

describe("waiting", () => {
  it("tells that pods may not be created", async () => {
    const quota = { type: "kubernetes:core/v1:ResourceQuota", name: "none" };
    const none = await scratch.create(quota, {
      metadata: { name: "none" },
      spec: { hard: { pods: "0" } },
    });
    const failure = await failureOf(
      scratch.create({ ...web, name: "crowd" }, deployment(2, "web:1", "crowd"), 8),
    );
    expect(failure.state.id).toBe(`${namespace}/crowd`);
    expect(failure.reasons[0]).toMatch(
      /^crowd: 0 of 2 ready: pods cannot be created \(.*exceeded quota: none, .*\) \(waited 8 s\)$/,
    );
    await plugin.delete(quota, none);
    await plugin.delete({ ...web, name: "crowd" }, failure.state);
  });

  it("tells that an image cannot be pulled, and mends it by the next update", async () => {
    const image = { ...web, name: "image" };
    const absent = deployment(1, "localhost:5000/absent:1", "image");
    const { state, reasons } = await failureOf(scratch.create(image, absent, 20));
    expect(reasons[0]).toContain(
      "image: 0 of 1 ready: image localhost:5000/absent:1 cannot be pulled (",
    );
    expect((await failureOf(plugin.read(image, state))).state.id).toBe(state.id);

    const images = (await scratch.kubectl("get", "nodes", "-o", "jsonpath={..names[*]}")).split(
      /\s+/,
    );
    const pause = images.find((name) => name.includes("/pause:")) ?? "no pause image on the node";
    const news = await plugin.check(image, deployment(1, pause, "image"), state.inputs);
    const { outputs } = await plugin.update(image, state, news);
    expect(outputs.status).toMatchObject({ availableReplicas: 1 });
    await plugin.delete(image, state);
  });

  it("tells what keeps an object from going away", async () => {
    const settings = { type: "kubernetes:core/v1:ConfigMap", name: "held" };
    const old = await scratch.create(settings, {
      metadata: { name: "held", finalizers: ["example.com/hold"] },
    });
    await expect(plugin.delete(settings, old, 2)).rejects.toThrow(
      `ConfigMap ${namespace}/held is still there: it waits for example.com/hold (waited 2 s)`,
    );
    await scratch.patch("configmap/held", "json", [{ op: "remove", path: "/metadata/finalizers" }]);
    await plugin.delete(settings, old);
  });
});
