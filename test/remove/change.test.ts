import { UsageError } from "../../command-line/usage-error";
import { changeOf } from "../../new/change";
import { PlaceNotFound } from "../../new/edit";
import { readProject } from "../../new/project";
import { parseArguments, usage } from "../../remove/arguments";
import { removalOf } from "../../remove/change";
import { root } from "../tracked-files";

const project = readProject(root);
const remove = (command: string, texts = project.texts) =>
  removalOf(parseArguments(command.split(" ")), texts);
/** The project with a team of its own, and a service of it. */
const made = ["team", "service"].reduce((texts, what) => {
  const args =
    what === "team"
      ? ({ command: "team", name: "examples" } as const)
      : ({
          command: "service",
          name: "example-desk",
          team: "examples",
          database: true,
          calledBy: undefined,
        } as const);
  return new Map([...texts, ...changeOf(args, { ...project, texts }).changed]);
}, project.texts);

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

test("what else speaks of it is to be changed first", () => {
  const index = made.get("index.ts") ?? "";
  const sized = index.replace(
    /team: "examples", user: \d+/,
    "$&, volumeSize: volumeSizeOf(settings.exampleDesk.database)",
  );
  expect(sized).not.toBe(index);
  const texts = new Map(made).set("index.ts", sized);
  expect(() => remove("service example-desk", texts)).toThrow(PlaceNotFound);
  expect(() => remove("service example-desk", texts)).toThrow(
    /this speaks of it, and is to be changed first:\n {2}index\.ts:\d+: .*settings\.exampleDesk/,
  );
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
