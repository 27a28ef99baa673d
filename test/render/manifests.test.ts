import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime";
import { manifestsOf } from "../../render/manifests";
import { component, resource } from "./registered";

const secret = (value: unknown) => ({ [specialSigKey]: specialSecretSig, value });
const role = (name: string, parent = "") =>
  resource(`kubernetes:rbac.authorization.k8s.io/v1:Role::${name}`, { kind: "Role" }, parent);
const contentOf = (...registered: Parameters<typeof manifestsOf>[0]) =>
  manifestsOf(registered).map(({ content }) => content);

test("a resource is in the folders of its components, one for components of one name", () => {
  const registered = [
    role("server", "own:Server::pay"),
    role("alone"),
    component("own:Database::pay", "own:Team::payments"),
    component("own:Server::pay", "own:Database::pay"),
    component("own:Team::payments"),
    role("Team", "own:Team::payments"),
    resource("aws:iam/role:Role::team", {}, "own:Team::payments"),
  ];
  expect(manifestsOf(registered).map(({ path }) => path)).toEqual([
    "payments/aws-role-team.yaml",
    "payments/pay/role-server.yaml",
    "payments/role-team.yaml",
    "role-alone.yaml",
  ]);
});

test("a Kubernetes object is as it is sent", () => {
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name: "payments" } };
  expect(manifestsOf([resource("kubernetes:core/v1:Namespace::pay", object)])).toEqual([
    { path: "namespace-pay.yaml", isKubernetes: true, content: object },
  ]);
});

test("an object without a name has the resource's, and says so as the provider does", () => {
  const metadata = { namespace: "payments", annotations: { a: "b" } };
  const policy = { kind: "NetworkPolicy", metadata };
  expect(
    contentOf(resource("kubernetes:networking.k8s.io/v1:NetworkPolicy::pay-deny", policy)),
  ).toEqual([
    {
      kind: "NetworkPolicy",
      metadata: {
        namespace: "payments",
        name: "pay-deny",
        annotations: { a: "b", "pulumi.com/autonamed": "true" },
      },
    },
  ]);
});

test("anything else is its type, its name and its inputs", () => {
  const inputs = { name: "people", policy: "{}" };
  expect(manifestsOf([resource("aws:iam/role:Role::team", inputs)])).toEqual([
    {
      path: "aws-role-team.yaml",
      isKubernetes: false,
      content: { type: "aws:iam/role:Role", name: "team", inputs },
    },
  ]);
});

test("of a Secret there are the keys alone, whether it is said to be a secret or not", () => {
  const of = (fields: object) =>
    contentOf(
      resource("kubernetes:core/v1:Secret::s", {
        kind: "Secret",
        metadata: { name: "s" },
        ...fields,
      }),
    );
  const expected = { kind: "Secret", metadata: { name: "s" } };
  const values = { password: secret("p"), user: "u" };
  const hidden = { password: "(secret)", user: "(secret)" };
  expect(of({ stringData: secret(values) })).toEqual([{ ...expected, stringData: hidden }]);
  expect(of({ stringData: values })).toEqual([{ ...expected, stringData: hidden }]);
  expect(of({ data: { user: "dQ==" }, type: "Opaque" })).toEqual([
    { ...expected, type: "Opaque", data: { user: "(secret)" } },
  ]);
});

test("a secret anywhere else is hidden where it stands", () => {
  const data = { plain: "a", hidden: secret("b"), list: ["c", secret({ d: "e" })] };
  const map = { kind: "ConfigMap", metadata: { name: "map" } };
  expect(contentOf(resource("kubernetes:core/v1:ConfigMap::map", { ...map, data }))).toEqual([
    { ...map, data: { plain: "a", hidden: "(secret)", list: ["c", "(secret)"] } },
  ]);
});

test("an image that the program builds is there by its tag, and another one by what is stated", () => {
  const image = resource("docker:index/image:Image::pay", { imageName: "localhost:5000/pay:0123" });
  const pod = (...images: string[]) => ({
    kind: "Pod",
    metadata: { name: "pod" },
    spec: { containers: images.map((name) => ({ image: name })) },
  });
  const postgres = "docker.io/library/postgres@sha256:0123";
  const sent = pod("localhost:5000/pay@sha256:0123", postgres);
  expect(contentOf(resource("kubernetes:core/v1:Pod::pod", sent), image)).toContainEqual(
    pod("localhost:5000/pay:0123", postgres),
  );
});
