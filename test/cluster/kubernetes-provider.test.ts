import { secret } from "../../toolchain/providers/rpc/properties";
import type { PropertyMap } from "../../toolchain/providers/property-diff";
import { InitFailure, type Resource, type State } from "../toolchain/providers/plugin-client";
import { kubectl } from "./kubectl";
import { type PluginProcess, startKubernetesPlugin } from "./kubernetes-plugin";

// What the program counts on in Pulumi's own provider.
jest.setTimeout(120_000);

const namespace = "kubernetes-provider-test";
const takenOver = { annotations: { "pulumi.com/patchForce": "true" } };
let plugin: PluginProcess;

beforeAll(async () => {
  await kubectl(["delete", "namespace", namespace, "--ignore-not-found"]);
  await kubectl(["create", "namespace", namespace]);
  plugin = await startKubernetesPlugin(namespace);
});

afterAll(async () => {
  await plugin.stop();
  await kubectl(["delete", "namespace", namespace]);
});

/** With the two fields that the SDK adds. */
function check({ type, name }: Resource, inputs: PropertyMap, olds?: PropertyMap) {
  const [, version = "", kind = ""] = type.split(":");
  const apiVersion = version.replace(/^core\//, "");
  return plugin.client.check({ type, name }, { apiVersion, kind, ...inputs }, olds);
}

async function create(resource: Resource, inputs: PropertyMap, timeout = 0): Promise<State> {
  const checked = await check(resource, inputs);
  return plugin.client.create(resource, checked, { timeout });
}

/** As to the engine, an object whose rollout is under way has a state. @throws if it is gone. */
async function refresh(resource: Resource, old: State): Promise<State> {
  const state = await plugin.client.read(resource, old).catch((error: unknown) => {
    if (error instanceof InitFailure) return error.state;
    throw error;
  });
  if (!state) throw new Error(`${old.id} is gone`);
  return state;
}

async function changedPaths(resource: Resource, old: State, news: PropertyMap): Promise<string[]> {
  const diff = await plugin.client.diff(resource, old, news);
  return [...diff.getDetaileddiffMap().keys()].sort();
}

const patch = (object: string, type: "merge" | "json", body: object) =>
  kubectl([
    "--namespace",
    namespace,
    "patch",
    object,
    `--type=${type}`,
    "-p",
    JSON.stringify(body),
  ]);

const web = (name: string): Resource => ({ type: "kubernetes:apps/v1:Deployment", name });

/** With quantities in another spelling than the API server's own. */
function deployment(replicas: number, image: string, name: string): PropertyMap {
  const labels = { app: name };
  const resources = { requests: { cpu: "0.01", memory: "1024Ki" }, limits: { memory: "20480Ki" } };
  const container = { name: "web", image, imagePullPolicy: "IfNotPresent", resources };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const spec = { replicas, selector: { matchLabels: labels }, template };
  return { metadata: { name, ...takenOver }, spec };
}

test("what the server spells otherwise or adds is no change", async () => {
  const inputs = deployment(0, "web:1", "spelling");
  const old = await create(web("spelling"), inputs);
  const fresh = await refresh(web("spelling"), old);
  expect(await changedPaths(web("spelling"), fresh, old.inputs)).toEqual([]);
});

test("a stated field that somebody changed is seen, and taken over from whoever did", async () => {
  const old = await create(web("edited"), deployment(0, "web:1", "edited"));
  await patch("deployment/edited", "json", [
    { op: "replace", path: "/spec/template/spec/containers/0/image", value: "evil:1" },
  ]);
  const fresh = await refresh(web("edited"), old);
  expect(await changedPaths(web("edited"), fresh, old.inputs)).toEqual([
    "spec.template.spec.containers[0].image",
  ]);
  const mended = await plugin.client.update(web("edited"), fresh, old.inputs);
  expect(mended.outputs).toMatchObject({
    spec: { template: { spec: { containers: [{ image: "web:1" }] } } },
  });
});

test("a Secret is secret in the state, by whatever field it was said, and in each change", async () => {
  const token = { type: "kubernetes:core/v1:Secret", name: "token" };
  const old = await create(token, {
    metadata: { name: "token", ...takenOver },
    stringData: secret({ password: "hunter22" }),
  });
  const encoded = Buffer.from("hunter22").toString("base64");
  expect(old.inputs.data).toEqual(secret({ password: encoded }));
  for (const state of [old, await refresh(token, old)]) {
    const open = JSON.stringify({ ...state, inputs: { ...state.inputs, data: "" } });
    expect(state.outputs.data).toEqual(secret({ password: encoded }));
    expect(open.replaceAll(JSON.stringify(state.outputs.data), "")).not.toContain("hunter22");
  }
});

test("an image that cannot be pulled fails the wait, and the next update mends the object", async () => {
  const image = web("image");
  const failed: unknown = await create(
    image,
    deployment(1, "localhost:30500/absent:1", "image"),
    10,
  ).catch((error: unknown) => error);
  if (!(failed instanceof InitFailure)) throw new Error(`no failed wait: ${String(failed)}`);
  const { state, reasons } = failed;
  expect(reasons.join()).toContain("absent:1");

  const names = await kubectl(["get", "nodes", "-o", "jsonpath={..names[*]}"]);
  const pause = names.split(/\s+/).find((name) => name.includes("/pause:")) ?? "no pause image";
  const news = await check(image, deployment(1, pause, "image"), state.inputs);
  const { outputs } = await plugin.client.update(image, state, news);
  expect(outputs.status).toMatchObject({ availableReplicas: 1 });
});
