import { load } from "js-yaml";
import { UsageError } from "../../command-line/usage-error";
import { parseArguments as parseNew } from "../../new/arguments";
import { changeOf } from "../../new/change";
import { PlaceNotFound, type Texts } from "../../new/edit";
import { readProject } from "../../new/project";
import { parseArguments, usage } from "../../remove/arguments";
import { removalOf } from "../../remove/change";
import { root } from "../tracked-files";

const project = readProject(root);
const remove = (command: string, texts = project.texts) =>
  removalOf(parseArguments(command.split(" ")), texts);
const make = (texts: Texts, ...commands: readonly string[]) =>
  commands.reduce(
    (made, command) =>
      new Map([
        ...made,
        ...changeOf(parseNew(command.split(" ")), { ...project, texts: made }).changed,
      ]),
    texts,
  );
/** The project with a team of its own, and a service of it. */
const made = make(
  project.texts,
  "team examples",
  "service example-desk --team examples --database --called-by invoice-app",
);
const edited = (file: string, change: (text: string) => string): Texts => {
  const before = made.get(file) ?? "";
  expect(change(before)).not.toBe(before);
  return new Map(made).set(file, change(before));
};
/** Where something is spoken of that keeps it from being removed. */
const leftIn = (texts: Texts, command = "service example-desk") => {
  try {
    remove(command, texts);
  } catch (error) {
    if (error instanceof PlaceNotFound) return error.message.split("\n  ").slice(1);
    throw error;
  }
  return [];
};
const same = (texts: Texts, file: string) => {
  expect(texts.get(file)?.replaceAll(/\s|,(?=\s*[\]}])/g, "")).toBe(
    project.texts.get(file)?.replaceAll(/\s|,(?=\s*[\]}])/g, ""),
  );
};

test.each([
  ["", usage],
  ["squad payments", usage],
  ["team", `team: no name is given; ${usage}`],
  ["team --yes", `team: no name is given; ${usage}`],
  ["team payments now", `unknown argument "now"; ${usage}`],
])("%j is refused with the usage", (command, said) => {
  expect(() => remove(command)).toThrow(new UsageError(said));
});

test.each([
  ["team nobody", /^team "nobody": index\.ts makes none; expected one of payments, invoices/],
  ["service payments", /^service "payments": index\.ts makes none; expected one of /],
  ["team payments", 'team "payments": has payment-provider; remove its services first'],
  ["service invoice-app", 'service "invoice-app": the proof pays by it'],
  ["service payment-provider", 'service "payment-provider": the proof pays by it'],
])("%s is refused", (command, said) => {
  expect(() => remove(command)).toThrow(said);
});

test("a team goes, and no other whose name or constant begins alike", () => {
  const more = make(project.texts, "team pay", "team pay-roll", "team invoice");
  const rest = ["team pay", "team pay-roll", "team invoice"].reduce(
    (texts, command) => new Map([...texts, ...remove(command, texts).changed]),
    more,
  );
  same(rest, "index.ts");
  same(rest, "verify/expected.ts");
});

test.each(["registry", "network", "replicas", "kind"])(
  "of a service called as a field within others, %s, its own setting goes",
  (name) => {
    const { changed } = remove(
      `service ${name}`,
      make(project.texts, `service ${name} --team payments`),
    );
    same(changed, "config/schema.ts");
    same(changed, "Pulumi.dev.yaml");
  },
);

const index = (change: (text: string) => string) => edited("index.ts", change);

test.each<[what: string, texts: Texts, left: RegExp]>([
  [
    "the size of a volume",
    index((text) =>
      text.replace(
        /team: "examples", user: \d+/,
        "$&, volumeSize: volumeSizeOf(settings.exampleDesk.database)",
      ),
    ),
    /^index\.ts:\d+: .*settings\.exampleDesk/,
  ],
  [
    "its outputs, by the name that they are exported by",
    index((text) => `${text}export const desks = { desk: exampleDesk };\n`),
    /^index\.ts:\d+: export const desks/,
  ],
  [
    "another that only it may call",
    index((text) =>
      text.replace(
        "callers: settings.invoiceApp.callers",
        'callers: { only: { in: examples, service: "example-desk" }, keys }, was: settings',
      ),
    ),
    /^index\.ts:\d+: callers: \{ only/,
  ],
  [
    "a part of the schema that it has for itself",
    edited("config/schema.ts", (text) =>
      text
        .replace(/exampleDesk: service\(.*\),/, "exampleDesk: service(exampleDesk),")
        .replace("/** The stack's", "const exampleDesk = settingsObject({});\n\n/** The stack's"),
    ),
    /^config\/schema\.ts:\d+: const exampleDesk/,
  ],
  [
    "a list with comments",
    edited("verify/expected.ts", (text) =>
      text.replace('"example-desk"]', '// why\n "example-desk", // so\n]'),
    ),
    /^verify\/expected\.ts:\d+: "example-desk"/,
  ],
])("%s is to be changed first, and is named", (_, texts, left) => {
  expect(leftIn(texts)).toEqual([expect.stringMatching(left)]);
});

test("a comment or a text that has its name keeps nothing", () => {
  const texts = index(
    (text) => `${text}// exampleDesk, examples\nexport const note = "exampleDesk";\n`,
  );
  expect(leftIn(texts)).toEqual([]);
});

test("comments with semicolons, within it and behind it, are a part of it; those above it go too", () => {
  const texts = index((text) =>
    text
      .replace("port: 8083,", "// Few ask; see docs.\n    port: 8083, // free;")
      .replace("const exampleDeskApp =", "// Gives examples.\nconst exampleDeskApp =")
      .replace(/user: \d+ \}, onCluster\);/, "$& // theirs"),
  );
  const { changed } = remove("service example-desk", texts);
  expect(changed.get("index.ts")).not.toMatch(/exampleDesk|Gives examples/);
  const users = Array.from(texts.get("index.ts")?.matchAll(/user: (\d+)/g) ?? [], ([, user]) =>
    Number(user),
  );
  const more = make(texts, "team late");
  expect(more.get("index.ts")).toContain(`"late", user: ${Math.max(...users) + 1} `);
});

test("a team is not empty by whom others let in", () => {
  const texts = index((text) =>
    text.replace(
      "callers: settings.invoiceApp.callers",
      'callers: { only: { in: examples, service: "example-desk" }, keys }, was: settings',
    ),
  );
  expect(() => remove("team examples", texts)).toThrow("has example-desk; remove");
});

test("a setting with blank lines goes as a whole, and one is put behind such", () => {
  const texts = edited("Pulumi.dev.yaml", (text) =>
    text
      .replace(/(exampleDesk:\n {4}replicas: 2\n)/, "$1\n")
      .replace(/(paymentProvider:\n {4}autoscaling:\n)/, "$1\n"),
  );
  const { changed } = remove("service example-desk", texts);
  expect(changed.get("Pulumi.dev.yaml")?.replaceAll("\n\n", "\n")).toBe(
    project.texts.get("Pulumi.dev.yaml"),
  );
  const rest = new Map([...texts, ...changed]);
  const more = make(rest, "service example-desk --team payments");
  expect(load(more.get("Pulumi.dev.yaml") ?? "")).toMatchObject({
    config: { "sre-challenge:exampleDesk": { replicas: 2 } },
  });
});

test("a setting that is no block of its own is not touched", () => {
  const texts = edited("Pulumi.dev.yaml", (text) =>
    text.replace(/(exampleDesk:\n {4}replicas: 2\n)/, "$1  # half\n"),
  );
  expect(() => remove("service example-desk", texts)).toThrow(/Pulumi\.dev\.yaml: sre-challenge:/);
});

test("a setting of many lines goes as a whole, and no other", () => {
  const schema = (made.get("config/schema.ts") ?? "").replace(
    /^ {2}exampleDesk: .*$/m,
    "  exampleDesk: service(\n    settingsObject({\n      ...scaleFields,\n    }),\n  ),",
  );
  const texts = new Map(made).set("config/schema.ts", schema);
  const { changed } = remove("service example-desk", texts);
  expect(changed.get("config/schema.ts")).toBe(project.texts.get("config/schema.ts"));
});
