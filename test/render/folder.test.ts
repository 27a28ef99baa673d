import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRender } from "../../render/cannot-render";
import { header, writeFolder } from "../../render/folder";
import type { Manifest } from "../../render/manifests";

const manifest = (path: string): Manifest => ({
  path,
  isKubernetes: true,
  content: { kind: path },
});
const before = [manifest("pay/role.yaml"), manifest("old/role.yaml")];
const after = [manifest("pay/role.yaml"), manifest("provider.yaml")];

let parent: string;
let folder: string;

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "render-folder-"));
  folder = join(parent, "new/out");
});
afterEach(() => {
  rmSync(parent, { recursive: true });
});

function files(): Record<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

test("makes the folder, with a file for each", () => {
  writeFolder(folder, after);
  expect(files()).toEqual({
    "pay/role.yaml": `${header}kind: pay/role.yaml\n`,
    "provider.yaml": `${header}kind: provider.yaml\n`,
  });
});

test("takes an empty folder, and one that was rendered before, of which nothing is left", () => {
  mkdirSync(folder, { recursive: true });
  writeFolder(folder, before);
  writeFolder(folder, after);
  expect(Object.keys(files())).toEqual(["pay/role.yaml", "provider.yaml"]);
  expect(readdirSync(folder).sort()).toEqual(["pay", "provider.yaml"]);
});

test.each([
  [
    "a file of somebody's",
    (path: string) => {
      writeFileSync(path, "mine\n");
    },
  ],
  [
    "a link to a rendered file",
    (path: string) => {
      symlinkSync(join(folder, "pay/role.yaml"), path);
    },
  ],
])("leaves a folder as it is that has %s in it", (_, make) => {
  writeFolder(folder, before);
  const other = join(folder, "old/notes.yaml");
  make(other);
  const there = files();
  expect(() => {
    writeFolder(folder, after);
  }).toThrow(
    new CannotRender(
      `--out "${folder}": ${other} was not rendered; expected an empty folder, a new one, or one rendered before`,
    ),
  );
  expect(files()).toEqual(there);
});

test("says what stands in the way of writing", () => {
  const file = join(parent, "file");
  writeFileSync(file, header);
  expect(() => {
    writeFolder(file, after);
  }).toThrow(CannotRender);
  expect(() => {
    writeFolder(join(file, "below"), after);
  }).toThrow(/ENOTDIR.*; expected a folder to write to$/);
  expect(readFileSync(file, "utf8")).toBe(header);
});

test("two resources of one path are an error, and none hides the other", () => {
  expect(() => {
    writeFolder(folder, [manifest("role.yaml"), manifest("role.yaml")]);
  }).toThrow(/EEXIST.*role\.yaml/);
});
