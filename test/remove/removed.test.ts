import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Copy } from "../new/copy";

const minutes = 60_000;
jest.setTimeout(10 * minutes);

let copy: Copy;
const make = (...args: string[]) => copy.node("--require", "tsx/cjs", "new/main.ts", ...args);
const remove = (...args: string[]) => copy.node("--require", "tsx/cjs", "remove/main.ts", ...args);
const files = (at: string) =>
  copy.run("git", "ls-tree", "-r", "--name-only", at).trim().split("\n");
/** A file as it is written but for its line breaks: Prettier leaves an object as long as it was. */
const words = (at: string, file: string) =>
  copy.run("git", "show", `${at}:${file}`).replaceAll(/,?\s+(?=[)\]}])|\s+/g, "");

beforeAll(() => {
  copy = new Copy();
  copy.commit();
  copy.run("git", "tag", "first");
  make("team", "examples");
  make(
    "service",
    "example-desk",
    ...["--team", "examples", "--database", "--called-by", "invoice-app"],
  );
  make("service", "example-till", "--team", "payments", "--called-by", "payment-provider");
  copy.commit();
});

afterAll(() => {
  copy.remove();
});

test("what was made and is removed leaves nothing behind, and what it kept is named", () => {
  const unwanted = remove("service", "example-desk", "--yes");
  const urn = "urn:pulumi:dev::sre-challenge::sre-challenge:";
  expect(unwanted).toContain("\n  PersistentVolumeClaim data-examples-database-0\n");
  expect(unwanted).toContain("\n  Secret examples-database-owner\n");
  expect(unwanted).toContain(
    `\n  pulumi state unprotect --yes '${urn}PostgresDatabase$sre-challenge:DatabaseServer$`,
  );
  expect(unwanted).not.toContain("invoices-database");
  expect(unwanted).not.toContain("Namespace examples");
  copy.commit();
  expect(remove("service", "example-till", "--yes")).toContain("It keeps no data.");
  copy.commit();
  expect(remove("team", "examples", "--yes")).toContain("\n  Namespace examples\n");
  copy.commit();
  expect(files("HEAD")).toEqual(files("first"));
  const edited = ["index.ts", "config/schema.ts", "verify/expected.ts", "Pulumi.dev.yaml"];
  for (const file of [...edited, "Pulumi.eks.yaml"]) {
    expect(words("HEAD", file)).toBe(words("first", file));
  }
});

test("what is not in git is not taken out", () => {
  make("service", "example-shop", "--team", "payments");
  expect(() => remove("service", "example-shop", "--yes")).toThrow(
    /nothing was changed: commit this first[^]*apps\/example-shop\//,
  );
  expect(copy.run("git", "ls-files", "--others", "apps/example-shop")).not.toBe("");
});

test("what git ignores is not taken out, which it could not bring back", () => {
  copy.commit();
  writeFileSync(join(copy.folder, ".git/info/exclude"), "*.local\n");
  writeFileSync(join(copy.folder, "apps/example-shop/notes.local"), "");
  expect(() => remove("service", "example-shop", "--yes")).toThrow("apps/example-shop/notes.local");
  rmSync(join(copy.folder, "apps/example-shop/notes.local"));
});

test("nobody who could say yes is no yes; what Pulumi adds to a stack's file is in nobody's way", () => {
  const file = join(copy.folder, "Pulumi.dev.yaml");
  // A clone that was deployed has one already.
  const unsalted = readFileSync(file, "utf8").replace(/^encryptionsalt: .*\n/m, "");
  writeFileSync(file, `${unsalted}encryptionsalt: v1:a=:v1:b\n`);
  expect(() => remove("service", "example-shop")).toThrow("nobody said yes, here or by --yes");
  expect(copy.run("git", "status", "--porcelain", "--", "apps", "index.ts")).toBe("");
});
