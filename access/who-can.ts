import { type Matrix, type Right, rightText } from "./matrix";

/** The subjects that may do this, each in a line, by name and by whom the API server knows. */
export function whoCan(right: Right, { subjects, allowed }: Matrix): string {
  const wanted = rightText(right);
  const able = [...subjects].filter(([name]) =>
    allowed.get(name)?.some((granted) => rightText(granted) === wanted),
  );
  if (able.length === 0) return `nobody can ${wanted}`;
  const width = Math.max(...able.map(([name]) => name.length));
  return able.map(([name, { user }]) => `${name.padEnd(width)}  ${user}`).join("\n");
}
