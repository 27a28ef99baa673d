import * as pulumi from "@pulumi/pulumi";
import type { Registered } from "../components/recorder";
import { projectFolder, smallProject } from "../components/project-folder";
import { runProgram, stackConfig } from "./run-program";

const dev = stackConfig("dev");
const root = process.cwd();

afterEach(() => {
  process.chdir(root);
});

/** Keys of the resources whose inputs are not the same after these files were written. */
async function changedBy(files: Readonly<Record<string, string>>): Promise<string[]> {
  const folder = projectFolder(smallProject);
  process.chdir(folder);
  const before = await inputs();
  projectFolder(files, folder);
  const after = await inputs();
  return Object.keys({ ...before, ...after }).filter((key) => before[key] !== after[key]);
}

/** The inputs as text, with the name of its Stash for each password: a Stash keeps its first. */
async function inputs(): Promise<Record<string, string>> {
  const { registered } = await runProgram(dev);
  const stashes = registered.filter(({ type }) => type === "pulumi:index:Stash");
  return Object.fromEntries(
    registered.map((one: Registered) => [
      one.key,
      stashes.reduce(
        (text, { key, inputs }) =>
          text.replaceAll(pulumi.runtime.unwrapRpcSecret(inputs.input) as string, key),
        JSON.stringify(changeable(one)),
      ),
    ]),
  );
}

/** The inputs without those that stay as they were first, whatever the program makes of them. */
function changeable({ inputs, ignoredChanges }: Registered) {
  return Object.entries(inputs).filter(([name]) => !ignoredChanges.includes(name));
}

test("a second run changes nothing", async () => {
  expect(await changedBy({})).toEqual([]);
});

test("a change of one service's code changes one image, one migration and one Deployment", async () => {
  expect(await changedBy({ "apps/payment-provider/main.go": "package main // changed" })).toEqual([
    "docker:index/image:Image::payment-provider",
    "kubernetes:batch/v1:Job::payments-database-migration",
    "kubernetes:apps/v1:Deployment::payment-provider",
  ]);
});

test("a change of the code that both share changes both", async () => {
  expect(
    await changedBy({ "apps/httpservice/routes.go": "package httpservice // changed" }),
  ).toEqual([
    "docker:index/image:Image::payment-provider",
    "docker:index/image:Image::invoice-app",
    "kubernetes:batch/v1:Job::payments-database-migration",
    "kubernetes:batch/v1:Job::invoices-database-migration",
    "kubernetes:apps/v1:Deployment::payment-provider",
    "kubernetes:apps/v1:Deployment::invoice-app",
  ]);
});

test("a change of a test changes nothing", async () => {
  expect(await changedBy({ "apps/invoice-app/main_test.go": "package main // changed" })).toEqual(
    [],
  );
});
