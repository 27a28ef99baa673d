import { Cluster } from "../../../../../toolchain/providers/kubernetes/api/cluster";
import { Cancelled, Unreachable } from "../../../../../toolchain/providers/kubernetes/api/errors";
import { httpTransport } from "../../../../../toolchain/providers/kubernetes/api/transport";
import { objectType } from "../../../../../toolchain/providers/kubernetes/token";
import { FakeApiServer } from "../fake-api-server";

const configMap = objectType("kubernetes:core/v1:ConfigMap");
const name = { namespace: "default", name: "a/b" };
const anonymous = (): Promise<object> => Promise.resolve({});

describe("Cluster", () => {
  let api: FakeApiServer;
  let address: string;
  const cancellation = new AbortController();

  beforeAll(async () => {
    api = new FakeApiServer();
    address = await api.start();
  });
  afterAll(() => api.stop());

  function cluster(server = address, signal = new AbortController().signal): Cluster {
    return new Cluster(httpTransport(server, anonymous), signal, 300);
  }

  it("finds paths by discovery, which it asks once", async () => {
    const subject = cluster();
    const before = api.requests.length;
    expect(await subject.get(configMap, name)).toBeUndefined();
    expect(await subject.isNamespaced(objectType("kubernetes:core/v1:Namespace"))).toBe(false);
    expect(api.requests.slice(before)).toEqual([
      "GET /api/v1",
      "GET /api/v1/namespaces/default/configmaps/a%2Fb",
    ]);
  });

  it("says what the cluster does not serve", async () => {
    const widget = objectType("kubernetes:example.com/v1:Widget");
    await expect(cluster().get(widget, name)).rejects.toThrow(
      "example.com/v1 Widget: the cluster does not serve this kind; install its CustomResourceDefinition",
    );
  });

  it("names a server that does not answer", async () => {
    const gone = cluster("http://127.0.0.1:1").get(configMap, name);
    await expect(gone).rejects.toThrow(Unreachable);
    await expect(gone).rejects.toThrow(
      "the API server http://127.0.0.1:1 does not answer: connect ECONNREFUSED 127.0.0.1:1; see that",
    );
  });

  it("stops asking when it is cancelled", async () => {
    cancellation.abort();
    await expect(cluster(address, cancellation.signal).get(configMap, name)).rejects.toThrow(
      Cancelled,
    );
  });
});
