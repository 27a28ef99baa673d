import { join } from "node:path";
import { contextFiles } from "../../build-context/context-files";
import { projectFolder } from "../components/project-folder";

const files = {
  Dockerfile: "FROM scratch\n",
  "app.Dockerfile": "FROM scratch\n",
  "apps/ledger.go": "package apps",
  "apps/ledger/book.go": "package ledger",
  "apps/ledger/book_test.go": "package ledger",
  "docs/ledger.md": "# Ledger",
};
const filesOf = (folder: string, dockerfile = "Dockerfile") =>
  contextFiles(folder, join(folder, dockerfile));

test("without an ignore file a build sees all, a folder before what follows its name", () => {
  expect(filesOf(projectFolder(files))).toEqual([
    "Dockerfile",
    "app.Dockerfile",
    "apps/ledger/book.go",
    "apps/ledger/book_test.go",
    "apps/ledger.go",
    "docs/ledger.md",
  ]);
});

test("what is let in is found below ignored folders", () => {
  const folder = projectFolder({ ...files, ".dockerignore": "*\n!apps/ledger\n**/*_test.go\n" });
  expect(filesOf(folder)).toEqual(["apps/ledger/book.go"]);
});

test("the ignore file of a Dockerfile is asked, and not that of the context", () => {
  const folder = projectFolder({
    ...files,
    ".dockerignore": "*\n!apps\n",
    "app.Dockerfile.dockerignore": "*\n!docs\n",
  });
  expect(filesOf(folder, "app.Dockerfile")).toEqual(["docs/ledger.md"]);
});
