import {
  type Deployment,
  type FieldsEntry,
  returnedFields,
  undoPatch,
} from "../../chaos/deployment";

const restartedAt = "kubectl.kubernetes.io/restartedAt";
const pulumi: FieldsEntry = {
  manager: "pulumi",
  operation: "Apply",
  fieldsV1: { "f:spec": { "f:image": {} } },
};
const controller: FieldsEntry = {
  manager: "controller",
  operation: "Update",
  subresource: "status",
};
const imageSet: FieldsEntry = {
  manager: "chaos",
  operation: "Update",
  fieldsV1: { "f:spec": { 'k:{"name":"it"}': { "f:image": {} } } },
};
const restarted: FieldsEntry = {
  manager: "chaos",
  operation: "Update",
  fieldsV1: { "f:annotations": { [`f:${restartedAt}`]: {} } },
};

function deployment(
  managedFields: FieldsEntry[],
  image: string,
  annotations?: Record<string, string>,
): Deployment {
  const metadata = { name: "it", namespace: "team", resourceVersion: "1", managedFields };
  const template = {
    metadata: annotations === undefined ? {} : { annotations },
    spec: { containers: [{ name: "it", image }] },
  };
  return { metadata, spec: { template } };
}

const before = deployment([pulumi, controller], "it@sha256:1");

test("what chaos set is taken back", () => {
  const now = deployment([controller, imageSet, restarted], "it:nonidempotent", {
    [restartedAt]: "now",
  });
  expect(undoPatch(before, now)).toEqual({
    spec: {
      template: {
        metadata: { annotations: { [restartedAt]: null } },
        spec: { containers: [{ name: "it", image: "it@sha256:1" }] },
      },
    },
  });
});

test("an older restart keeps its time", () => {
  const older = deployment([pulumi], "it@sha256:1", { [restartedAt]: "earlier" });
  const now = deployment([pulumi, restarted], "it@sha256:1", { [restartedAt]: "now" });
  expect(undoPatch(older, now)).toEqual({
    spec: { template: { metadata: { annotations: { [restartedAt]: "earlier" } } } },
  });
});

test("what others set since stays, as after a deploy that followed a run which was killed", () => {
  expect(undoPatch(before, deployment([pulumi, controller], "it@sha256:2"))).toBeUndefined();
});

test("fields go back to whom they belonged, and what others wrote meanwhile stays", () => {
  const later = { ...controller, fieldsV1: { "f:status": {} } };
  const robbed = { ...pulumi, fieldsV1: {} };
  expect(returnedFields([pulumi, controller], [robbed, later, imageSet])).toEqual([pulumi, later]);
});

test("an owner who lost every field has them again", () => {
  expect(returnedFields([pulumi], [imageSet])).toEqual([pulumi]);
});
