import { parseResource, resourceText } from "../../rbac/resource";

test.each([
  ["pods", { group: "", plural: "pods", subresource: "", name: "" }],
  ["pods/log", { group: "", plural: "pods", subresource: "log", name: "" }],
  [
    "deployments.apps/scale",
    { group: "apps", plural: "deployments", subresource: "scale", name: "" },
  ],
  ["*.*", { group: "*", plural: "*", subresource: "", name: "" }],
  ["*/scale", { group: "", plural: "*", subresource: "scale", name: "" }],
  [
    "roles.rbac.authorization.k8s.io[system:node]",
    { group: "rbac.authorization.k8s.io", plural: "roles", subresource: "", name: "system:node" },
  ],
])("%s", (text, resource) => {
  expect(parseResource(text)).toEqual(resource);
  expect(resourceText(resource)).toBe(text);
});

test.each(["", "Pods", "pods/", ".apps", "pods log"])('"%s" is none', (text) => {
  expect(() => parseResource(text)).toThrow(
    `resource "${text}": expected one such as pods/log or deployments.apps/scale`,
  );
});
