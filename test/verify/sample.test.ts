import { expectationOf } from "../../bench/many-teams/teams";
import { type Cell, expand } from "../../verify/cells";
import { controlsOf } from "../../verify/controls";
import { matrixOf } from "../../verify/matrix";
import type { Sample } from "../../verify/sample";

const cellsOf = (teams: number, sample?: Sample) => {
  const expected = expectationOf(teams);
  return expand(matrixOf(expected, sample), controlsOf(expected));
};
const ids = (teams: number, sample?: Sample) => cellsOf(teams, sample).map(({ id }) => id);

test("a sample leaves out pairs without a path alone", () => {
  const whole = new Map(cellsOf(12).map((cell) => [cell.id, cell]));
  const some = cellsOf(12, { seed: 7, teams: 2 });
  expect(some.length).toBeLessThan(whole.size);
  for (const cell of some) expect(whole.get(cell.id)).toEqual(cell);
  const isPath = ({ expected, controlOnly }: Cell) => expected !== "refused" && !controlOnly;
  expect(some.filter(isPath)).toEqual([...whole.values()].filter(isPath));
});

test("the same seed asks the same, and another one other pairs", () => {
  const first = ids(12, { seed: 7, teams: 2 });
  expect(ids(12, { seed: 7, teams: 2 })).toEqual(first);
  expect(ids(12, { seed: 8, teams: 2 })).not.toEqual(first);
});

test("no part of a team asks more, however many teams there are", () => {
  const longest = (teams: number, sample?: Sample) => {
    const { outside, bystander, ...rows } = matrixOf(expectationOf(teams), sample);
    return Math.max(
      ...Object.values(rows).map(({ allowed, refused }) => allowed.length + refused.length),
    );
  };
  // Its own team, the called one's and two that are drawn are no more than these.
  expect(longest(40, { seed: 1, teams: 2 })).toBeLessThanOrEqual(longest(4));
});
