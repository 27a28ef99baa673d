import type { FakeApiServer } from "../fake-api-server";
import type { PluginClient } from "../plugin-client";
import { ProviderUnderTest } from "../provider-under-test";

// Objects of no namespace, whose names may have a colon, and for which there is nothing to wait.
let provider: ProviderUnderTest;
let api: FakeApiServer;
let plugin: PluginClient;

beforeEach(async () => {
  provider = await ProviderUnderTest.start();
  ({ api, plugin } = provider);
});

afterEach(() => provider.stop());

const rbac = "rbac.authorization.k8s.io/v1";
const admission = "admissionregistration.k8s.io/v1";

describe.each([
  [
    `${rbac}:ClusterRole`,
    "sre-challenge:platform",
    `/apis/${rbac}/clusterroles/sre-challenge%3Aplatform`,
    { rules: [{ apiGroups: [""], resources: ["nodes"], verbs: ["get"] }] },
  ],
  [
    `${admission}:ValidatingAdmissionPolicy`,
    "guard",
    `/apis/${admission}/validatingadmissionpolicies/guard`,
    { spec: { validations: [{ expression: "false" }] } },
  ],
  [
    `${admission}:ValidatingAdmissionPolicyBinding`,
    "guard",
    `/apis/${admission}/validatingadmissionpolicybindings/guard`,
    { spec: { policyName: "guard", validationActions: ["Deny"] } },
  ],
])("%s", (kind, name, path, fields) => {
  const resource = { type: `kubernetes:${kind}`, name: "it" };

  it("is made, read and removed by its name alone", async () => {
    const old = await provider.create(resource, { metadata: { name }, ...fields });
    expect(old.id).toBe(name);
    expect(old.inputs.metadata).toEqual({ name });
    expect(api.get(path)).toMatchObject(fields);
    expect((await plugin.read(resource, old))?.inputs).toEqual(old.inputs);
    await plugin.delete(resource, old);
    expect(api.get(path)).toBeUndefined();
  });
});
