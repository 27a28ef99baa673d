import { placesOf } from "../../chaos/places";
import type { StackOutputs, WorkloadOutputs } from "../../cluster/stack";
import { outputs } from "../verify/traffic/outputs";
import { morePlaces, places } from "./places";

const refunds = (service: string): WorkloadOutputs => ({
  namespace: "refunds",
  service,
  port: 8083,
  podLabels: { "app.kubernetes.io/name": service },
});

function moreOutputs(database?: WorkloadOutputs): StackOutputs {
  const desk = { ...refunds("refund-desk"), image: "refund-desk:1", database };
  return {
    services: [...outputs.services, desk],
    teams: [
      ...outputs.teams,
      { team: "refunds", namespace: "refunds", runAsUser: 20003 },
      { team: "tips", namespace: "tips", runAsUser: 20004 },
    ],
  };
}

test("every service and database of the stack is to be broken", () => {
  expect(placesOf(outputs, ["m02", "m03"])).toEqual(places);
});

test("those of a third team are, and a fourth may have none", () => {
  const more = moreOutputs(refunds("refunds-database"));
  expect(placesOf(more, ["m02", "m03"])).toEqual(morePlaces);
});

test("a third team's service without a database is", () => {
  const { databases } = places;
  expect(placesOf(moreOutputs(), ["m02", "m03"])).toEqual({ ...morePlaces, databases });
});

test("labels are asked for all at once", () => {
  const [first] = outputs.services.map((one) => ({ ...one, podLabels: { a: "1", b: "2" } }));
  const { services } = placesOf({ services: first ? [first] : [], teams: [] }, []);
  expect(services.map(({ podSelector }) => podSelector)).toEqual(["a=1,b=2"]);
});
