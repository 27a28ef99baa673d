import type { NewService } from "./arguments";
import { type Apply, before, type Edit, toList } from "./edit";
import { camelCase, constantsOf } from "./names";
import type { Program } from "./program";
import { withSetting } from "./stack-file";

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

/** Behind the last of the services' settings. */
function ofStack(file: string, { name, database }: NewService, { services }: Program): Edit {
  const key = `sre-challenge:${constantsOf(name).outputs}`;
  const inFlow = `  ${key}: { replicas: 2${database ? ", database: { kind: inCluster }" : ""} }\n`;
  const inBlocks = `  ${key}:\n    replicas: 2\n${database ? "    database:\n      kind: inCluster\n" : ""}`;
  const others = services.map((one) => `sre-challenge:${camelCase(one.name)}`);
  const apply: Apply = (text) => withSetting(text, key, { inFlow, inBlocks }, others);
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
