import { UsageError } from "../../command-line/usage-error";
import { refuseName } from "../../new/names";
import { programOf } from "../../new/program";
import { readProject } from "../../new/project";
import { root } from "../tracked-files";

const { texts, apps } = readProject(root);
const program = programOf(texts.get("index.ts") ?? "");
const whatIsSaid = (what: "team" | "service", name: string) => {
  try {
    refuseName(what, name, program, apps);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return "";
};

const label = "expected at most 20 of a-z, 0-9 and -, from a letter to a letter or digit";

test.each([
  ["", `team "": is not valid; ${label}`],
  ["Refunds", `team "Refunds": is not valid; ${label}`],
  ["3rd", `team "3rd": is not valid; ${label}`],
  ["-refunds", `team "-refunds": is not valid; ${label}`],
  ["refunds-", `team "refunds-": is not valid; ${label}`],
  ["re_funds", `team "re_funds": is not valid; ${label}`],
  ["refunds\n", `team "refunds\n": is not valid; ${label}`],
  ["r".repeat(21), `team "${"r".repeat(21)}": is not valid; ${label}`],
  ["x-database", 'team "x-database": ends in -database, as what is made for another may; '],
  ["x-unwalled", 'team "x-unwalled": ends in -unwalled, '],
  ["x-twin", 'team "x-twin": ends in -twin, '],
  ["x-copycat", 'team "x-copycat": ends in -copycat, '],
  ["x-stranger", 'team "x-stranger": ends in -stranger, '],
  ["x-migration", 'team "x-migration": ends in -migration, '],
  ["x-backup", 'team "x-backup": ends in -backup, '],
  ["x-viewer", 'team "x-viewer": ends in -viewer, '],
  ["x-break-glass", 'team "x-break-glass": ends in -break-glass, '],
  ["x-platform", 'team "x-platform": ends in -platform, '],
  ["loadtest", 'team "loadtest": ends in test, '],
  ["payments", 'team "payments": is a team\'s; choose another name'],
  ["invoice-app", 'team "invoice-app": is a service\'s; '],
  ["default", 'team "default": is taken; '],
  ["kube-system", 'team "kube-system": is taken; '],
  ["platform", 'team "platform": is taken; '],
  ["viewers", 'team "viewers": is taken; '],
  ["callers", 'team "callers": is taken; '],
  ["issuer-keys", 'team "issuer-keys": is taken; '],
  ["outside", 'team "outside": is taken; '],
  ["here", 'team "here": is taken; '],
  ["open", 'team "open": is taken; '],
  ["bystander", 'team "bystander": is taken; '],
  ["money", 'team "money": is no new folder in apps/; '],
  ["template", 'team "template": is no new folder in apps/; '],
  ["vendor", 'team "vendor": is no new folder in apps/; '],
  ["settings", 'team "settings": index.ts has the word settings; '],
  ["provider-image", 'team "provider-image": index.ts has the word providerImage; '],
  ["access", 'team "access": index.ts has the word access; '],
  ["delete", 'team "delete": delete is a word of JavaScript; '],
  ["await", 'team "await": await is a word of JavaScript; '],
  ["let", 'team "let": let is a word of JavaScript; '],
  ["exports", 'team "exports": exports is a word of JavaScript; '],
])("%j is refused", (name, said) => {
  expect(whatIsSaid("team", name)).toContain(said);
  expect(whatIsSaid("service", name)).toContain(said.replace("team ", "service "));
});

test.each(["examples", "example-desk", "a", "r2-d2", "r".repeat(20), "attest-it", "kubernetes"])(
  "%s is not",
  (name) => {
    expect([whatIsSaid("team", name), whatIsSaid("service", name)]).toEqual(["", ""]);
  },
);

test("a service whose image is called as another's is refused, and a team of that name is not", () => {
  expect(whatIsSaid("service", "keys")).toContain("index.ts has the word keys");
  expect(whatIsSaid("service", "app")).toContain("index.ts has the word appImage");
  expect(whatIsSaid("team", "app")).toBe("");
});
