import { otherPorts } from "../verify/traffic/names";
import type { NewService } from "./arguments";
import { afterLast, type Apply, before, beforeService, type Edit, inService, toList } from "./edit";
import { constantsOf } from "./names";
import type { Made, Program } from "./program";

const firstPort = 8083;

/** The first port from 8083 on that no service has, and that the proof asks for nothing else. */
export function portFor({ services }: Program): number {
  const taken = [...services.map(({ port }) => port), ...otherPorts.map(Number)];
  let port = firstPort;
  while (taken.includes(port)) port++;
  return port;
}

/** What makes a service in index.ts: its image, itself, and the way to it. */
export function serviceEdits(service: NewService, program: Program): readonly Edit[] {
  const { name, calledBy } = service;
  const { image, itself, outputs } = constantsOf(name);
  const imageMade = `const ${image} = new ServiceImage("${name}", settings.images);`;
  const made = microservice(service, program);
  const exported = `export const ${outputs} = ${itself}.outputs;`;
  const caller = program.services.find((one) => one.name === calledBy);
  return [
    edit(imageMade, afterLast("ServiceImage", `${imageMade}\n`)),
    edit(`${image} in the images of ClusterAccess`, toList(/\bimages: /, image)),
    edit(made, caller ? beforeService(caller.name, made) : afterLast("Microservice", made)),
    ...(caller ? wayFrom(caller, name) : []),
    edit(exported, before(/^export const access = /m, `${exported}\n`)),
  ];
}

function edit(adds: string, apply: Apply): Edit {
  return { file: "index.ts", adds, apply };
}

function microservice({ name, team, database }: NewService, program: Program): string {
  const { image, itself, outputs } = constantsOf(name);
  const home = program.teams.find((one) => one.name === team)?.constant ?? "";
  const data = database ? `\n    database: databaseOf(${home}, settings.${outputs}),` : "";
  return `const ${itself} = new Microservice(
  "${name}",
  {
    in: ${home},
    image: ${image}.ref,
    port: ${portFor(program)},${data}
    scale: settings.${outputs}.scale,
  },
  onCluster,
);
`;
}

/** Both sides let the caller through to the service, and it is told the address. */
function wayFrom({ name: from, constant }: Made, to: string): readonly Edit[] {
  const { itself } = constantsOf(to);
  const way = `new AllowTraffic("${from}-to-${to}", { from: ${constant}, to: ${itself} }, onCluster);`;
  return [
    edit(
      `${itself} in calls of ${from}`,
      inService(
        from,
        (text) =>
          toList(/\n {4}calls: /, itself)(text) ??
          before(/^ {2}\},\n {2}onCluster,/m, `    calls: [${itself}],\n`)(text),
      ),
    ),
    edit(way, afterLast("AllowTraffic", `${way}\n`)),
  ];
}
