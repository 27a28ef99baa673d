import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const docs = join(__dirname, "../docs");
const page = readFileSync(join(docs, "attacks.md"), "utf8");
const rows = page
  .split("\n")
  .filter((line) => /^\| (?!what was tried|---)/.test(line))
  .map((line) => [line.split("|")[1]?.trim() ?? "", line.split("|").at(-2) ?? ""] as const);

/** The text of what a row links to; of a folder, that of its files. */
function textsOf(cell: string): string[] {
  const links = [...cell.matchAll(/\]\((\.\.[^)#]+)/g)].map(([, link = ""]) => join(docs, link));
  return links.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path).map((file) => readFileSync(join(path, file), "utf8"))
      : [readFileSync(path, "utf8")],
  );
}

test("there are rows", () => {
  expect(rows).not.toEqual([]);
});

test.each(rows)("%s: what shows it is there", (_, cell) => {
  const texts = textsOf(cell);
  expect(texts).not.toEqual([]);
  const named = [...cell.matchAll(/`(Test\w+)`/g)].map(([, name = ""]) => name);
  expect(named.filter((name) => texts.every((text) => !text.includes(`func ${name}(`)))).toEqual(
    [],
  );
});
