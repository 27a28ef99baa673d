import { guardrails } from "./guardrails";

test("a pod's images are all that its node pulls, by this stack's names or as before", () => {
  const { variables } = guardrails.find(({ name }) => name === "sre-challenge-workloads")?.spec as {
    readonly variables: readonly { readonly name: string; readonly expression: string }[];
  };
  const spec = (root: string) => `${root}.spec.template.spec`;
  const images = (root: string) =>
    [
      `${spec(root)}.?containers.orValue([]).map(one, one.?image.orValue(''))`,
      `${spec(root)}.?initContainers.orValue([]).map(one, one.?image.orValue(''))`,
      `${spec(root)}.?ephemeralContainers.orValue([]).map(one, one.?image.orValue(''))`,
      `${spec(root)}.?volumes.orValue([]).filter(one, has(one.image)).map(one, one.image.?reference.orValue(''))`,
    ].join(" + ");
  expect(variables.filter(({ name }) => /images/i.test(name))).toEqual([
    { name: "images", expression: images("object") },
    {
      name: "imagesBefore",
      expression: `request.operation == 'UPDATE' ? ${images("oldObject")} : []`,
    },
    {
      name: "strangeImages",
      expression:
        "variables.images.filter(image, !(" +
        "image.startsWith('localhost:5000/ledger@sha256:') && " +
        "image.substring(29).matches('^[0-9a-f]{64}$') || " +
        "image in ['docker.io/library/postgres:15.18-bookworm'] || " +
        "variables.imagesBefore.exists(old, old == image)))",
    },
  ]);
});
