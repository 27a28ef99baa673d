import { parseStackOutputs, type StackOutputs } from "../../cluster/stack";
import type { Registered } from "../components/recorder";
import { teamUsers } from "../two-teams";
import { runProgram, stackConfig } from "./run-program";

// A check proves what the outputs say: nobody would prove what is not among them.
let registered: readonly Registered[];
let outputs: StackOutputs;

beforeAll(async () => {
  const run = await runProgram(stackConfig("dev"));
  registered = run.registered;
  outputs = parseStackOutputs(JSON.stringify(run.result));
});

const made = (type: string) => registered.filter((one) => one.type === type);

test("every service that the program makes is among them", () => {
  const services = made("sre-challenge:Microservice").map(({ name }) => name);
  expect(services).not.toEqual([]);
  expect(outputs.services.map(({ service }) => service).sort()).toEqual(services.sort());
});

test("every team's namespace that the program makes is among them, with its user", () => {
  const homes = new Set(made("sre-challenge:TeamNamespace").map(({ key }) => key));
  const teams = made("kubernetes:core/v1:Namespace")
    .filter(({ parent }) => homes.has(parent))
    .map(({ inputs }) => inputs.metadata as { name: string; labels: Record<string, string> })
    .map(({ name, labels }) => ({
      team: labels.team ?? "",
      namespace: name,
      runAsUser: Number(labels["run-as-user"]),
    }));
  expect(teams).toHaveLength(homes.size);
  const byTeam = (a: { team: string }, b: { team: string }) => (a.team < b.team ? -1 : 1);
  expect([...outputs.teams].sort(byTeam)).toEqual(teams.sort(byTeam));
});

test("no team runs as root, or as PostgreSQL, the authenticator or CoreDNS", () => {
  const users = outputs.teams.map(({ runAsUser }) => runAsUser);
  expect(users.filter((user) => [0, 999, 10000, 65532].includes(user))).toEqual([]);
});

test("the two teams' users are those that the tests know", () => {
  const users = outputs.teams.map(({ team, runAsUser }) => [team, runAsUser]);
  expect(Object.fromEntries(users)).toMatchObject(teamUsers);
});
