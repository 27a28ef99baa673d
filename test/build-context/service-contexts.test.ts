import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { contextFiles } from "../../build-context/context-files";
import { root, trackedFiles } from "../tracked-files";

const services = readdirSync(root).flatMap(
  (name) => /^Dockerfile\.(.*)\.dockerignore$/.exec(name)?.[1] ?? [],
);

/** The folders below apps/ that a program is made of: its own, and all that are imported. */
function madeOf(program: string, found = new Set<string>()): ReadonlySet<string> {
  found.add(program);
  for (const file of trackedFiles(`apps/${program}/*.go`)) {
    if (/_test\.go$|\/[a-z]+test\//.test(file)) continue;
    const text = readFileSync(join(root, file), "utf8");
    for (const [, folder = ""] of text.matchAll(/^\t"sre-challenge\/apps\/([^/"]+)\S*"$/gm)) {
      if (!found.has(folder)) madeOf(folder, found);
    }
  }
  return found;
}

const withModule = (folders: readonly string[]) =>
  ["go.mod", "go.sum", ...new Set(folders)].map((name) => `apps/${name}`).sort();

function seenBy(dockerfile: string): readonly string[] {
  const seen = contextFiles(root, join(root, dockerfile));
  return [...new Set(seen.map((file) => file.split("/").slice(0, 2).join("/")))].sort();
}

test("the services are found", () => {
  expect(services).toEqual(expect.arrayContaining(["invoice-app", "payment-provider"]));
});

test.each(services)("the build of %s sees what it is made of, and nothing else", (service) => {
  expect(seenBy(`Dockerfile.${service}`)).toEqual(withModule([...madeOf(service)]));
});

test("a builder that knows one ignore file only sees what all are made of", () => {
  expect(seenBy("Dockerfile")).toEqual(withModule(services.flatMap((name) => [...madeOf(name)])));
});
