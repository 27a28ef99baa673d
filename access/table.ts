import { clusterPlace, loadMatrix, type Matrix, type Right } from "./matrix";
import { anyTeam } from "./pattern";

const intro = `# Who may do what

Written by \`npm run access -- table\` from [access/matrix.yaml](../access/matrix.yaml), where each "yes"
stands; a test keeps this page current. \`{team}\`, \`{service}\` and \`{database}\` are those of one team: what is
here of them holds for each team that the program makes, in its own namespace. What is not here is refused: to the
subjects named below, to those of another team, and to all others.
`;

/** docs/access-matrix.md: for each place who may do what there, and whom nobody may touch. */
export function matrixPage(): string {
  const matrix = loadMatrix(anyTeam);
  const { subjects, places, questions, allowed } = matrix;
  const rights = [...allowed.values()].flat();
  const granted = new Set(rights.map(({ target }) => target));
  const refused = new Set(questions.map(({ target }) => target).filter((it) => !granted.has(it)));
  return [
    intro,
    `${subjects.size} subjects are asked ${questions.length} questions each.\n`,
    "## The subjects\n",
    ...tableOf(
      ["subject", "user", "groups"],
      [...subjects].map(([name, { user, groups }]) => [
        name,
        `\`${user}\``,
        groups.map((group) => `\`${group}\``).join(", "),
      ]),
    ),
    ...places.flatMap((place) => placeSection(place, matrix)),
    "## What none of them may touch, by any verb\n",
    `${[...refused].map((target) => `\`${target}\``).join(", ")}.\n`,
  ].join("\n");
}

function titleOf(place: string): string {
  return place === clusterPlace
    ? "In all namespaces, and outside of them"
    : `In the namespace ${place}`;
}

/** Subjects with the same rights in a place share a column. */
function placeSection(place: string, { questions, allowed }: Matrix): string[] {
  const columns = new Map<string, { names: string[]; rights: readonly Right[] }>();
  for (const [name, all] of allowed) {
    const rights = all.filter((right) => right.place === place);
    if (rights.length === 0) continue;
    const key = JSON.stringify(rights);
    const column = columns.get(key) ?? { names: [], rights };
    column.names.push(name);
    columns.set(key, column);
  }
  const shown = [...columns.values()];
  const targets = [...new Set(shown.flatMap(({ rights }) => rights.map(({ target }) => target)))];
  return [
    `## ${titleOf(place)}\n`,
    ...tableOf(
      ["", ...shown.map(({ names }) => names.join(", "))],
      targets.map((target) => [
        `\`${target}\``,
        ...shown.map(({ rights }) => verbsOf(rights, questions, target)),
      ]),
    ),
  ];
}

/** In the order in which the matrix asks them. */
function verbsOf(rights: readonly Right[], questions: readonly Right[], target: string): string {
  const verbs = new Set(rights.filter((right) => right.target === target).map(({ verb }) => verb));
  const asked = questions.filter((right) => right.target === target).map(({ verb }) => verb);
  return [...new Set(asked)].filter((verb) => verbs.has(verb)).join(" ");
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(3, ...all.map((row) => (row[i] ?? "").length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => text.padEnd(widths[i] ?? 0)).join(" | ")} |`;
  const rule = widths.map((width) => "-".repeat(width));
  return [line(head), line(rule), ...rows.map(line), ""];
}
