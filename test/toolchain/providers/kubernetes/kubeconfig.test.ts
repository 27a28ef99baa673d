import {
  chooseContext,
  mergeKubeconfigs,
  parseKubeconfig,
  readKubeconfig,
} from "../../../../toolchain/providers/kubernetes/kubeconfig";

const text = `
current-context: dev
contexts:
  - {name: dev, context: {cluster: minikube, user: admin, namespace: payments}}
  - {name: broken, context: {cluster: gone, user: admin}}
clusters:
  - {name: minikube, cluster: {server: "https://10.0.0.1:8443", certificate-authority: ca.crt}}
  - {name: other, cluster: {server: "https://10.0.0.2:8443"}}
users:
  - {name: admin, user: {client-certificate: /abs/admin.crt, client-key: keys/admin.key}}
`;
const kubeconfig = parseKubeconfig("config", text, "/home/me/.kube");

describe("parseKubeconfig", () => {
  it("makes paths absolute", () => {
    expect(chooseContext(kubeconfig, {})).toEqual({
      cluster: {
        server: "https://10.0.0.1:8443",
        "certificate-authority": "/home/me/.kube/ca.crt",
      },
      user: {
        "client-certificate": "/abs/admin.crt",
        "client-key": "/home/me/.kube/keys/admin.key",
      },
      namespace: "payments",
    });
  });

  it("refuses what is no kubeconfig", () => {
    expect(() => parseKubeconfig("config", "nonsense", "/")).toThrow(
      "config: not a kubeconfig; expected a YAML or JSON map",
    );
  });
});

describe("chooseContext", () => {
  it("lets the configuration choose context and cluster", () => {
    const { cluster } = chooseContext(kubeconfig, { context: "broken", cluster: "other" });
    expect(cluster.server).toBe("https://10.0.0.2:8443");
  });

  it.each([
    [{ context: "prod" }, 'context: "prod" is not in the kubeconfig, which has dev, broken; start'],
    [{ context: "broken" }, 'cluster: "gone" is not in the kubeconfig, which has minikube, other'],
  ])("names what %j misses and what there is", (choice, message) => {
    expect(() => chooseContext(kubeconfig, choice)).toThrow(message);
  });

  it("says that there is nothing to choose from", () => {
    expect(() => chooseContext({}, { context: "dev" })).toThrow("which has none");
  });
});

describe("mergeKubeconfigs", () => {
  it("prefers the first, as kubectl does", () => {
    const user = { name: "admin", user: { token: "second" } };
    const second = { "current-context": "broken", users: [user], clusters: [], contexts: [] };
    const merged = mergeKubeconfigs([{ users: [] }, kubeconfig, second]);
    expect(merged["current-context"]).toBe("dev");
    expect(chooseContext(merged, {}).user).toMatchObject({
      "client-certificate": "/abs/admin.crt",
    });
  });
});

describe("readKubeconfig", () => {
  it("takes contents for contents", () => {
    expect(readKubeconfig(text)["current-context"]).toBe("dev");
    expect(readKubeconfig('{"current-context": "json"}')["current-context"]).toBe("json");
  });

  it("names a file that does not exist", () => {
    expect(() => readKubeconfig("/nowhere/config")).toThrow(
      "kubeconfig: /nowhere/config does not exist; start the cluster that writes it",
    );
  });
});
