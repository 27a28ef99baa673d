import type { NewTeam } from "./arguments";
import { afterLast, type Edit, toList } from "./edit";
import { camelCase } from "./names";
import type { Program } from "./program";

/** What makes a team: its namespace, its people, and that it is proved. */
export function teamEdits({ name }: NewTeam, { teams }: Program): readonly Edit[] {
  const constant = camelCase(name);
  const user = Math.max(...teams.map((team) => team.user)) + 1;
  const made = `const ${constant} = new TeamNamespace("${name}", { team: "${name}", user: ${user} }, onCluster);`;
  return [
    { file: "index.ts", adds: made, apply: afterLast("TeamNamespace", `${made}\n`) },
    {
      file: "index.ts",
      adds: `${constant} in the list teams`,
      apply: toList(/\nconst teams = /, constant),
    },
    {
      file: "verify/expected.ts",
      adds: `"${name}" in the list teams`,
      apply: toList(/\n {2}teams: /, `"${name}"`),
    },
  ];
}

/** What a person has to do, or to decide, besides. */
export function teamDecisions({ name }: NewTeam): readonly string[] {
  return [
    `its first service: npm run new -- service NAME --team ${name}`,
    "Pulumi.eks.yaml: who may assume its role, in teams of sre-challenge:access",
    "a small node: its full quota (components/team-namespace/quota.ts) asks for a place beside the others'",
  ];
}
