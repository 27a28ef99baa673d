import {
  diffSettings,
  parseSettings,
  unsupportedSettings,
} from "../../../../toolchain/providers/kubernetes/settings";
import { UNKNOWN } from "../../../../toolchain/providers/rpc/properties";

const defaults = {
  kubeconfig: undefined,
  context: undefined,
  cluster: undefined,
  namespace: undefined,
  mutable: { configMaps: false, secrets: false },
  patchForce: false,
  upsertExistingObjects: false,
  deleteUnreachable: false,
};

describe("parseSettings", () => {
  it("has the official provider's defaults", () => {
    const empty = new Map([["kubernetes:config:kubeconfig", ""]]);
    expect(parseSettings(empty, {})).toEqual(defaults);
  });

  it("prefers the configuration to the environment", () => {
    const variables = new Map([
      ["kubernetes:config:context", "dev"],
      ["kubernetes:config:deleteUnreachable", "false"],
      ["kubernetes:config:enableSecretMutable", "true"],
    ]);
    const environment = {
      PULUMI_K8S_DELETE_UNREACHABLE: "true",
      PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE: "true",
    };
    expect(parseSettings(variables, environment)).toEqual({
      ...defaults,
      context: "dev",
      mutable: { configMaps: true, secrets: true },
    });
  });
});

describe("unsupportedSettings", () => {
  it("names what only the official provider can do", () => {
    const config = { enableServerSideApply: "false", renderYamlToDirectory: "out", context: "dev" };
    expect(unsupportedSettings(config).map(({ property }) => property)).toEqual([
      "enableServerSideApply",
      "renderYamlToDirectory",
    ]);
    expect(unsupportedSettings({ enableServerSideApply: "true" })).toEqual([]);
  });
});

describe("diffSettings", () => {
  const olds = { context: "dev", kubeconfig: "/a", version: "1" };

  it("replaces for another context, not for another kubeconfig", () => {
    const news = { context: "prod", kubeconfig: "/b", version: "2" };
    expect(diffSettings(olds, news)).toEqual({
      changed: ["context", "kubeconfig"],
      replaces: ["context"],
    });
    expect(diffSettings(olds, { ...olds, version: "2" })).toEqual({ changed: [], replaces: [] });
  });

  it("replaces where the kubeconfig is not known yet", () => {
    expect(diffSettings(olds, { ...olds, kubeconfig: UNKNOWN }).replaces).toEqual(["kubeconfig"]);
  });

  it("leaves it to a cluster identifier, once there is one", () => {
    const identified = { ...olds, clusterIdentifier: "a" };
    expect(diffSettings(olds, { ...identified, context: "prod" }).replaces).toEqual([]);
    expect(diffSettings(identified, { ...identified, context: "prod" }).replaces).toEqual([]);
    expect(diffSettings(identified, { ...identified, clusterIdentifier: "b" }).replaces).toEqual([
      "clusterIdentifier",
    ]);
  });
});
