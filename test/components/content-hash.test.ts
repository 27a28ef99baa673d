import { chmodSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { contentHash } from "../../components/service-image/content-hash";
import { projectFolder, smallProject } from "./project-folder";

const invoiceApp = (folder: string) => contentHash(folder, "Dockerfile.invoice-app");
const before = invoiceApp(projectFolder(smallProject));

test("is 64 hex digits, the same in another folder", () => {
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(invoiceApp(projectFolder(smallProject))).toBe(before);
});

test.each([
  ["its Dockerfile", "Dockerfile.invoice-app", `${smallProject["Dockerfile.invoice-app"]}USER 1\n`],
  ["its own code", "apps/invoice-app/main.go", "package main // changed"],
  ["a new file of its own", "apps/invoice-app/pay.go", "package main"],
  ["the shared code", "apps/httpservice/routes.go", "package httpservice // changed"],
  ["the module", "apps/go.mod", "module sre-challenge/apps // changed"],
])("changes with %s", (_, path, text) => {
  expect(invoiceApp(projectFolder({ ...smallProject, [path]: text }))).not.toBe(before);
});

test.each([
  ["another service's code", "apps/payment-provider/main.go", "package main // changed"],
  ["another service's Dockerfile", "Dockerfile.payment-provider", "FROM scratch"],
  ["a test", "apps/invoice-app/main_test.go", "package main // changed"],
  ["a test's data", "apps/invoice-app/internal/testdata/invoices.json", "[1]"],
  ["a file that is not let in", "index.ts", "changed"],
])("does not change with %s", (_, path, text) => {
  expect(invoiceApp(projectFolder({ ...smallProject, [path]: text }))).toBe(before);
});

test("changes when text moves from one file to the next", () => {
  const files = { ...smallProject, "apps/invoice-app/a.go": "ab", "apps/invoice-app/b.go": "c" };
  const moved = { ...smallProject, "apps/invoice-app/a.go": "a", "apps/invoice-app/b.go": "bc" };
  expect(invoiceApp(projectFolder(files))).not.toBe(invoiceApp(projectFolder(moved)));
});

test("changes with what its ignore file lets in", () => {
  const folder = projectFolder({ ...smallProject, "Dockerfile.invoice-app.dockerignore": "" });
  expect(invoiceApp(folder)).not.toBe(before);
});

test("takes a link for where it points to, be it there or not", () => {
  const folder = projectFolder(smallProject);
  symlinkSync("nowhere", join(folder, "apps/invoice-app/link"));
  expect(invoiceApp(folder)).not.toBe(before);
});

test("tells a link from a file that holds where it points to", () => {
  const linked = projectFolder(smallProject);
  symlinkSync("main.go", join(linked, "apps/invoice-app/link"));
  const written = projectFolder({ ...smallProject, "apps/invoice-app/link": "main.go" });
  expect(invoiceApp(linked)).not.toBe(invoiceApp(written));
});

test("changes with a file's right to be executed, and with no other right, as git", () => {
  const folder = projectFolder(smallProject);
  const file = join(folder, "apps/invoice-app/main.go");
  chmodSync(file, 0o600);
  expect(invoiceApp(folder)).toBe(before);
  chmodSync(file, 0o755);
  expect(invoiceApp(folder)).not.toBe(before);
});

test("does not change with a file's age", () => {
  const folder = projectFolder(smallProject);
  utimesSync(join(folder, "apps/invoice-app/main.go"), 1, 1);
  expect(invoiceApp(folder)).toBe(before);
});

test("changes with the Dockerfile that a link leads to", () => {
  const folder = projectFolder(smallProject);
  const file = join(folder, "Dockerfile.invoice-app");
  renameSync(file, join(folder, "common"));
  symlinkSync("common", file);
  expect(invoiceApp(folder)).toBe(before);
  writeFileSync(join(folder, "common"), `${smallProject["Dockerfile.invoice-app"]}USER 1\n`);
  expect(invoiceApp(folder)).not.toBe(before);
});
