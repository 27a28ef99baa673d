import type { NewService } from "./arguments";
import { type Apply, before, type Edit, toList } from "./edit";
import { camelCase, constantsOf } from "./names";
import type { Program } from "./program";

/** What a service has outside of index.ts: its settings in each stack, and who is to reach it. */
export function aroundEdits(
  service: NewService,
  program: Program,
  stacks: readonly string[],
): readonly Edit[] {
  return [
    setting(service),
    ...stacks.map((file) => ofStack(file, service, program)),
    ...expectation(service),
  ];
}

function setting({ name, database }: NewService): Edit {
  const fields = ["...scaleFields", ...(database ? ["database"] : [])].join(", ");
  const adds = `${constantsOf(name).outputs}: service(settingsObject({ ${fields} })),`;
  return {
    file: "config/schema.ts",
    adds,
    apply: before(/^ {2}access: access\.optional\(\),$/m, `  ${adds}\n`),
  };
}

/** Behind the last of the services' settings, in the file's own manner. */
function ofStack(file: string, { name, database }: NewService, { services }: Program): Edit {
  const key = `sre-challenge:${constantsOf(name).outputs}`;
  const inFlow = `  ${key}: { replicas: 2${database ? ", database: { kind: inCluster }" : ""} }\n`;
  const inBlocks = `  ${key}:\n    replicas: 2\n${database ? "    database:\n      kind: inCluster\n" : ""}`;
  const keys = services.map((one) => camelCase(one.name)).join("|");
  const setting = new RegExp(`^ {2}sre-challenge:(?:${keys}):.*\\n(?: {4,}.*\\n)*`, "gm");
  const apply: Apply = (text) => {
    const last = [...text.matchAll(setting)].at(-1);
    if (last === undefined) return undefined;
    const end = last.index + last[0].length;
    return text.slice(0, end) + (last[0].includes(": { ") ? inFlow : inBlocks) + text.slice(end);
  };
  return { file, adds: inFlow.trim(), apply };
}

function expectation({ name, team, database, calledBy }: NewService): readonly Edit[] {
  const adds = `{ name: "${name}", team: "${team}"${database ? ", hasDatabase: true" : ""} },`;
  const file = "verify/expected.ts";
  const service = { file, adds, apply: before(/^ {2}\],\n\};\n/m, `    ${adds}\n`) };
  return calledBy === undefined
    ? [service]
    : [service, { file, adds: `"${name}" in calls of ${calledBy}`, apply: call(calledBy, name) }];
}

function call(from: string, to: string): Apply {
  const caller = new RegExp(`\\{[^{}]*name: "${from}"[^{}]*\\}`);
  return (text) => {
    const [object] = caller.exec(text) ?? [];
    if (object === undefined) return undefined;
    const after =
      toList(/\bcalls: /, `"${to}"`)(object) ??
      object.replace(/team: "[^"]*",/, (team) => `${team} calls: ["${to}"],`);
    return after === object ? undefined : text.replace(object, () => after);
  };
}
