import { DiffResponse } from "@pulumi/pulumi/proto/provider_pb";
import { guardrails } from "../../components/access/guardrails";
import type { PropertyMap } from "../../toolchain/providers/property-diff";
import { secret } from "../../toolchain/providers/rpc/properties";
import type { PluginClient } from "../toolchain/providers/kubernetes/plugin-client";
import { ScratchProvider, deployment, web } from "./kubernetes-provider/scratch-provider";

// What only a real API server knows: its defaults, spellings, field managers and immutable fields.
jest.setTimeout(60_000);

const namespace = "kubernetes-provider-test";
let scratch: ScratchProvider;
let plugin: PluginClient;

beforeAll(async () => {
  scratch = await ScratchProvider.start(namespace);
  ({ plugin } = scratch);
});

afterAll(() => scratch.stop());

describe("the state", () => {
  it("has the official provider's bookkeeping beside the live object", () => {
    const { id, outputs } = scratch.namespaceState;
    expect(id).toBe(namespace);
    expect(outputs).toMatchObject({
      __initialApiVersion: "v1",
      __inputs: { metadata: { name: namespace } },
      status: { phase: "Active" },
    });
  });
});

describe("a preview", () => {
  const policy = { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", name: "policy" };

  it("shows the server's defaults and leaves no object behind", async () => {
    const spec = { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }] };
    const inputs = await plugin.check(policy, { metadata: { name: "policy" }, spec });
    const { outputs } = await plugin.create(policy, inputs, { preview: true });
    expect(outputs.spec).toEqual({
      podSelector: {},
      ingress: [{ ports: [{ port: 80, protocol: "TCP" }] }],
      policyTypes: ["Ingress"],
    });
    expect(
      await plugin.read(policy, { id: `${namespace}/policy`, inputs, outputs }),
    ).toBeUndefined();
  });

  it("finds a misspelt field", async () => {
    const spec = { podSelector: {}, ingres: [] };
    const inputs = await plugin.check(policy, { metadata: { name: "policy" }, spec });
    await expect(plugin.create(policy, inputs, { preview: true })).rejects.toThrow(
      ".spec.ingres: field not declared in schema",
    );
  });
});

describe("drift", () => {
  it("is not what the server spells otherwise or adds", async () => {
    const old = await scratch.create(web, deployment(0, "web:1"));
    const fresh = await scratch.refresh(web, old);
    expect(fresh.inputs).toEqual(old.inputs);
    expect(
      await scratch.field(
        "deployment/web",
        ".spec.template.spec.containers[0].resources.requests.cpu",
      ),
    ).toBe("10m");
  });

  it("is seen in what the program states, and put back", async () => {
    const old = await scratch.create({ ...web, name: "edited" }, deployment(0, "web:1", "edited"));
    await scratch.patch("deployment/edited", "json", [
      { op: "replace", path: "/spec/template/spec/containers/0/image", value: "evil:1" },
      { op: "remove", path: "/spec/template/spec/containers/0/resources/limits" },
      {
        op: "add",
        path: "/spec/template/spec/containers/0/env",
        value: [{ name: "A", value: "b" }],
      },
    ]);
    await scratch.kubectl("rollout", "status", "deployment/edited");
    const edited = { ...web, name: "edited" };
    const fresh = await scratch.refresh(edited, old);
    expect(await scratch.changedPaths(edited, fresh, old.inputs)).toEqual([
      "spec.template.spec.containers[0].image",
      "spec.template.spec.containers[0].resources.limits",
    ]);
    const mended = await plugin.update(edited, fresh, old.inputs);
    expect((await scratch.refresh(edited, mended)).inputs).toEqual(old.inputs);
    expect(
      await scratch.field("deployment/edited", ".spec.template.spec.containers[0].image"),
    ).toBe("web:1");
  });

  it("is seen in a list that is the program's own", async () => {
    const policy = { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", name: "allow" };
    const spec = {
      podSelector: {},
      policyTypes: ["Ingress"],
      ingress: [{ ports: [{ port: 8082 }] }],
    };
    const old = await scratch.create(policy, { metadata: { name: "allow" }, spec });
    await scratch.patch("networkpolicy/allow", "json", [
      { op: "add", path: "/spec/ingress/-", value: {} },
    ]);
    const fresh = await scratch.refresh(policy, old);
    expect(await scratch.changedPaths(policy, fresh, old.inputs)).toEqual(["spec.ingress[1]"]);
    await plugin.update(policy, fresh, old.inputs);
    expect(JSON.parse(await scratch.field("networkpolicy/allow", ".spec.ingress"))).toHaveLength(1);
  });

  it("is seen in a Secret, and stays secret", async () => {
    const token = { type: "kubernetes:core/v1:Secret", name: "token" };
    const old = await scratch.create(token, {
      metadata: { name: "token" },
      stringData: { password: secret("hunter22") },
    });
    expect(old.outputs.data).toEqual(secret({ password: "aHVudGVyMjI=" }));
    await scratch.patch("secret/token", "merge", { stringData: { password: "changed" } });
    const fresh = await scratch.refresh(token, old);
    expect(fresh.inputs.stringData).toEqual(secret({ password: "changed" }));
    const mended = await plugin.update(token, fresh, old.inputs);
    expect(mended.outputs.data).toEqual(old.outputs.data);
  });

  it("leaves alone what others manage, and does not seize it", async () => {
    const settings = { type: "kubernetes:core/v1:ConfigMap", name: "settings" };
    const old = await scratch.create(settings, {
      metadata: { name: "settings" },
      data: { a: "1" },
    });
    await scratch.patch("configmap/settings", "merge", { data: { theirs: "2" } });
    expect((await scratch.refresh(settings, old)).inputs).toEqual(old.inputs);
    const greedy = { ...old.inputs, data: { a: "1", theirs: "3" } };
    await expect(plugin.update(settings, old, greedy)).rejects.toThrow(
      '.data.theirs (conflict with "kubectl-patch" using v1',
    );
    const modest = { ...old.inputs, data: { b: "1" } };
    expect((await plugin.update(settings, old, modest)).outputs.data).toEqual({
      b: "1",
      theirs: "2",
    });
  });
});

describe("an object of no namespace", () => {
  const admission = "kubernetes:admissionregistration.k8s.io/v1";

  it.each(guardrails.map(({ name, spec }) => [name, spec] as const))(
    "%s, which nothing binds, is made as stated and is no drift",
    async (name, spec) => {
      const guard = { type: `${admission}:ValidatingAdmissionPolicy`, name };
      const metadata = { name: `${namespace}-${name}` };
      const old = await scratch.create(guard, { metadata, spec: spec as PropertyMap });
      try {
        expect(old.id).toBe(metadata.name);
        expect((await scratch.refresh(guard, old)).inputs).toEqual(old.inputs);
      } finally {
        await plugin.delete(guard, old);
      }
      expect(await plugin.read(guard, old)).toBeUndefined();
    },
  );
});

describe("an object that is there already", () => {
  const settings = { type: "kubernetes:core/v1:ConfigMap", name: "present" };

  it("is not overwritten, unless an interrupted creation left it", async () => {
    const inputs = { metadata: { name: "present" }, data: { a: "1" } };
    const own = await scratch.create(settings, inputs);
    expect((await scratch.create(settings, inputs)).id).toBe(own.id);
    await expect(scratch.create({ ...settings, name: "another" }, inputs)).rejects.toThrow(
      `ConfigMap ${namespace}/present exists already, managed by pulumi-kubernetes-`,
    );
    await plugin.delete(settings, own);
    expect(await plugin.read(settings, own)).toBeUndefined();
  });
});

describe("an immutable field", () => {
  it("is replaced exactly where the API server refuses to change it", async () => {
    const moved = { ...web, name: "moved" };
    const old = await scratch.create(moved, deployment(0, "web:1", "moved"));
    const { spec } = deployment(0, "web:1", "other");
    const news = { ...old.inputs, spec: spec ?? {} };
    const diff = await plugin.diff(moved, old, news);
    expect(diff.getReplacesList()).toEqual(["spec.selector.matchLabels.app"]);
    expect(diff.getDeletebeforereplace()).toBe(true);
    expect(diff.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_SOME);
    await expect(plugin.update(moved, old, news)).rejects.toThrow("field is immutable");
  });
});
