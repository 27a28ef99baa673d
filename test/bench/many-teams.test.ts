import { mocked } from "../../bench/many-teams/mocked";
import { proveClasses, provePairs, proveRights } from "../../bench/many-teams/proofs";
import { expectationOf } from "../../bench/many-teams/teams";
import type { Registered } from "../../render/recorder";
import { classesOf } from "../program/team-classes";
import { policiesOf } from "../program/reachability";
import { runProgram, stackConfig } from "../program/run-program";
import { isOfOthers, twoTeams } from "../two-teams";

jest.setTimeout(60_000);

const made = async (teams: number) => (await mocked(expectationOf(teams).services)).registered;

test("two of many teams are those of today", async () => {
  const { teams, services } = expectationOf(2);
  expect({ teams, services: services.map(({ calls = [], ...it }) => ({ ...it, calls })) }).toEqual(
    twoTeams,
  );
  const { registered } = await runProgram(stackConfig("dev"));
  const objects = (all: readonly Registered[]) =>
    all
      .flatMap(({ key, type }) => (type.startsWith("kubernetes:") ? key : []))
      .filter((key) => !isOfOthers(key))
      .sort();
  expect(objects(await made(2))).toEqual(objects(registered));
});

test("each team more is as many objects more", async () => {
  const [three, four, five] = [await made(3), await made(4), await made(5)];
  expect(five.length - four.length).toBe(four.length - three.length);
});

describe("of nine teams", () => {
  const expected = expectationOf(9);
  let registered: readonly Registered[];
  let exported: unknown;

  beforeAll(async () => {
    ({ result: exported, registered } = await mocked(expected.services));
  });

  test("who is not among the teams at the ends is like each other", () => {
    expect(classesOf(expected, policiesOf(registered)).map((teams) => teams.length)).toEqual([
      1, 1, 7,
    ]);
  });

  test("every pair is as expected, and so are those of each class", () => {
    expect(proveClasses(expected, registered)).toBeLessThan(provePairs(expected, registered));
  });

  test("no team's people reach another's accounts", () => {
    expect(proveRights(exported, registered)).toBeGreaterThan(9);
  });

  test("a wall of one team that differs is found, though others stand for it", () => {
    const isWall = ({ name }: Registered) => name === "team-5-default-deny";
    const others = registered.filter((one) => !isWall(one));
    expect(others).toHaveLength(registered.length - 1);
    expect(() => proveClasses(expected, others)).toThrow(/team-5.*: wrong/);
  });

  test("a way in for a team that nobody expects to call is found, too", () => {
    const way = registered.find(({ name }) => name === "service-4-to-service-5-ingress");
    const inputs = JSON.parse(JSON.stringify(way?.inputs).replaceAll("-4", "-7")) as object;
    const opened = [...registered, { ...way, inputs }] as readonly Registered[];
    expect(() => proveClasses(expected, opened)).toThrow(/^service-7-.*service-5.*: wrong/);
  });
});
