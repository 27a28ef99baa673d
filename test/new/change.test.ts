import { UsageError } from "../../command-line/usage-error";
import { parseArguments, usage } from "../../new/arguments";
import { changeOf, type Project } from "../../new/change";
import { PlaceNotFound } from "../../new/edit";
import { programOf } from "../../new/program";
import { readProject } from "../../new/project";
import { newLines } from "../../new/report";
import { portFor } from "../../new/service";
import { root } from "../tracked-files";

const project = readProject(root);
const index = project.texts.get("index.ts") ?? "";
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
  ["squad refunds", `unknown command "squad"; ${usage}`],
  ["team", `team: no name is given; ${usage}`],
  ["team --team", `team: no name is given; ${usage}`],
  ["team refunds tips", `unknown argument "tips"; ${usage}`],
  ["team refunds --database", `unknown argument "--database"; ${usage}`],
  ["service tips", `--team: nothing is set; ${usage}`],
  ["service tips --team payments --port 1", `unknown argument "--port"; ${usage}`],
  ["team payments", 'team "payments": is a team\'s; choose another name'],
  [
    "service tips --team refunds",
    '--team "refunds": is no team; expected one of payments, invoices, or make it: npm run new -- team NAME',
  ],
  [
    "service tips --team payments --database",
    "--database: payments has a database already, of one of its services; leave it out",
  ],
  [
    "service tips --team payments --called-by tips",
    '--called-by "tips": would call itself; name another service',
  ],
  [
    "service tips --team payments --called-by invoices",
    '--called-by "invoices": is no service; expected one of payment-provider, invoice-app',
  ],
  [
    "service tips --team payments --called-by",
    '--called-by "": is no service; expected one of payment-provider, invoice-app',
  ],
])("%s: refused", (command, said) => {
  expect(thrown(UsageError, () => make(command))).toBe(said);
});

test("without an argument it says how it is used", () => {
  expect(() => parseArguments([])).toThrow(usage);
});

test.each([
  ["team tips", "index.ts", "const teams = ", "tips in the list teams"],
  ["team tips", "verify/expected.ts", "  teams: ", '"tips" in the list teams'],
  [
    "service tips --team payments",
    "index.ts",
    "images: ",
    "tipsImage.references in the images of ClusterAccess",
  ],
  [
    "service tips --team payments",
    "index.ts",
    "export const access",
    "export const tips = tipsApp.outputs;",
  ],
  [
    "service tips --team payments",
    "config/schema.ts",
    "  access: ",
    "tips: service(settingsObject({ ...scaleFields })),",
  ],
  [
    "service tips --team payments",
    "verify/expected.ts",
    "};\n",
    '{ name: "tips", team: "payments" },',
  ],
  [
    "service tips --team payments --called-by payment-provider",
    "verify/expected.ts",
    'name: "payment-provider",',
    '"tips" in calls of payment-provider',
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
    make("service tips --team payments", without(file, place)),
  );
  expect(said).toMatch(/^nothing was changed: Dockerfile\.invoice-app /);
});

test("a service gets the first free port from 8083 on", () => {
  const after = (ports: readonly number[]) => {
    const { services, ...others } = programOf(index);
    const [one] = services;
    const more = one ? ports.map((port) => ({ ...one, port })) : [];
    return portFor({ ...others, services: [...services, ...more] });
  };
  expect(after([])).toBe(8083);
  expect(after([8083, 8085])).toBe(8084);
  expect(after(Array.from({ length: 9999 - 8083 }, (_, i) => 8083 + i))).toBe(10000);
});

test("a team's user is one above the highest that is there", () => {
  const users = programOf(index).teams.map(({ user }) => user);
  expect(make("team tips").changed.get("index.ts")).toContain(`user: ${Math.max(...users) + 1} }`);
});

test("what a service is made from leaves no trace in it", () => {
  for (const flag of ["", " --database"]) {
    const from = make("team refunds").changed;
    const texts = new Map([...project.texts, ...from]);
    const { written } = make(`service refund-desk --team refunds${flag}`, { ...project, texts });
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
