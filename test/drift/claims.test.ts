import { claimsOf } from "../../drift/claims";
import { removed } from "../../drift/compared";
import { object } from "./objects";

const set = object("StatefulSet", "db", {
  spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: "data" } }] },
});
const claim = (name: string) => ({
  group: "",
  kind: "PersistentVolumeClaim",
  namespace: "payments",
  name,
});

test("each pod of a StatefulSet has its claims", () => {
  expect(claimsOf(set)).toEqual([claim("data-db-0"), claim("data-db-1")]);
  expect(claimsOf(object("StatefulSet", "none"))).toEqual([]);
});

test("a claim that is no more is lost", () => {
  const inputs = object("PersistentVolumeClaim", "data-db-1");
  expect(removed({ inputs, fieldManager: "pulumi", uid: "", secrets: [] })).toEqual({
    kind: "removed",
    object: claim("data-db-1"),
    reason: "its data are lost",
    fields: [],
    opensWall: false,
  });
});
