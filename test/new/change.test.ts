import { UsageError } from "../../command-line/usage-error";
import { parseArguments, usage } from "../../new/arguments";
import { changeOf, type Project } from "../../new/change";
import { PlaceNotFound } from "../../new/edit";
import { type Made, programOf } from "../../new/program";
import { readProject } from "../../new/project";
import { newLines } from "../../new/report";
import { portFor } from "../../new/service";
import { root } from "../tracked-files";

const project = readProject(root);
const index = project.texts.get("index.ts") ?? "";
const program = programOf(index);
const namesOf = (made: readonly Made[]) => made.map(({ name }) => name).join(", ");
const teams = namesOf(program.teams);
const services = namesOf(program.services);
const make = (command: string, from: Project = project) =>
  changeOf(parseArguments(command.split(" ")), from);
const without = (file: string, text: string): Project => {
  const before = project.texts.get(file) ?? "";
  expect(before).toContain(text);
  return { ...project, texts: new Map(project.texts).set(file, before.replace(text, "")) };
};
/** The error of a class that it throws. */
const thrown = (type: new (message: string) => Error, run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof type) return error.message;
    throw error;
  }
  return "";
};

test.each([
  ["", `unknown command ""; ${usage}`],
  ["squad examples", `unknown command "squad"; ${usage}`],
  ["team", `team: no name is given; ${usage}`],
  ["team --team", `team: no name is given; ${usage}`],
  ["team examples example", `unknown argument "example"; ${usage}`],
  ["team examples --database", `unknown argument "--database"; ${usage}`],
  ["service example", `--team: nothing is set; ${usage}`],
  ["service example --team payments --port 1", `unknown argument "--port"; ${usage}`],
  ["team payments", 'team "payments": is a team\'s; choose another name'],
  [
    "service example --team examples",
    `--team "examples": is no team; expected one of ${teams}, or make it: npm run new -- team NAME`,
  ],
  [
    "service example --team payments --database",
    "--database: payments has a database already, of one of its services; leave it out",
  ],
  [
    "service example --team payments --called-by example",
    '--called-by "example": would call itself; name another service',
  ],
  [
    "service example --team payments --called-by invoices",
    `--called-by "invoices": is no service; expected one of ${services}`,
  ],
  [
    "service example --team payments --called-by",
    `--called-by "": is no service; expected one of ${services}`,
  ],
])("%s: refused", (command, said) => {
  expect(thrown(UsageError, () => make(command))).toBe(said);
});

test("without an argument it says how it is used", () => {
  expect(() => parseArguments([])).toThrow(usage);
});

test.each([
  ["team example", "index.ts", "const teams = ", "example in the list teams"],
  ["team example", "verify/expected.ts", "  teams: ", '"example" in the list teams'],
  [
    "service example --team payments",
    "index.ts",
    "images: ",
    "exampleImage in the images of ClusterAccess",
  ],
  [
    "service example --team payments",
    "index.ts",
    "export const access",
    "export const example = exampleApp.outputs;",
  ],
  [
    "service example --team payments",
    "config/schema.ts",
    "  access: ",
    "example: service(settingsObject({ ...scaleFields })),",
  ],
  [
    "service example --team payments",
    "verify/expected.ts",
    "};\n",
    '{ name: "example", team: "payments" },',
  ],
  [
    "service example --team payments --called-by payment-provider",
    "verify/expected.ts",
    'name: "payment-provider",',
    '"example" in calls of payment-provider',
  ],
])(
  "%s: without its place in %s nothing is done, and the line is named",
  (command, file, place, line) => {
    const said = thrown(PlaceNotFound, () => make(command, without(file, place)));
    expect(said).toMatch(/^nothing was changed: [^]*\nand with it the others:\n/);
    expect(said.split("and with it")[0]).toContain(`\n  ${file}: ${line}\n`);
  },
);

test.each([
  ["Dockerfile.invoice-app", "EXPOSE"],
  ["Dockerfile.invoice-app", "image.description"],
  ["Dockerfile.invoice-app.dockerignore", "!apps/money"],
])("without its place in %s, %s, nothing is done", (file, place) => {
  const said = thrown(PlaceNotFound, () =>
    make("service example --team payments", without(file, place)),
  );
  expect(said).toMatch(/^nothing was changed: Dockerfile\.invoice-app /);
});

test("a service gets the first free port from 8083 on", () => {
  const after = (ports: readonly number[]) => {
    const [one] = program.services;
    return portFor({ ...program, services: one ? ports.map((port) => ({ ...one, port })) : [] });
  };
  expect(after([])).toBe(8083);
  expect(after([8083, 8085])).toBe(8084);
  expect(after(Array.from({ length: 9999 - 8083 }, (_, i) => 8083 + i))).toBe(10000);
});

test("a team's user is one above the highest that is there", () => {
  const users = program.teams.map(({ user }) => user);
  expect(make("team example").changed.get("index.ts")).toContain(
    `user: ${Math.max(...users) + 1} }`,
  );
});

test("what a service is made from leaves no trace in it", () => {
  for (const flag of ["", " --database"]) {
    const from = make("team examples").changed;
    const texts = new Map([...project.texts, ...from]);
    const { written } = make(`service example-desk --team examples${flag}`, { ...project, texts });
    for (const [path, text] of written) {
      expect([path, text.match(/template|invoice|money|8099|8081/gi)]).toEqual([path, null]);
    }
  }
});

test("new lines are those that a former text has not, with their numbers", () => {
  expect(newLines("a\nb\nc", "a\nx\nc\nb\nc\ny")).toEqual([
    [2, "x"],
    [3, "c"],
    [6, "y"],
  ]);
  expect(newLines("a\nb\nc", "a\nc")).toEqual([]);
});
