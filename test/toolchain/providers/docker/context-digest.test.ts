import { appendFileSync, chmodSync, cpSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { contextDigest } from "../../../../toolchain/providers/docker/context-digest";
import { projectFolder } from "../../../components/project-folder";

const root = join(__dirname, "../../../..");

const files = {
  "Dockerfile.app": "FROM scratch\n",
  "Dockerfile.app.dockerignore": "*\n!app\n**/*_test.go\n",
  "app/main.go": "package main\n",
  "app/main/run.go": "package run\n",
  "app/main_test.go": "package main\n",
};

/** Of a context in whose folders the umask has no say. */
function folder(): string {
  const made = projectFolder(files);
  for (const path of Object.keys(files)) chmodSync(join(made, path), 0o644);
  return made;
}

function digest(of: string): string {
  return contextDigest(of, join(of, "Dockerfile.app"));
}

// The official provider's own, of the same files.
test("is the official provider's", () => {
  const context = folder();
  expect(digest(context)).toBe("1067ed0d93d3ecfdc61f94c3e59c93a23713bc7855de4959a07f04e15326db5e");
  symlinkSync("main.go", join(context, "app/link.go"));
  chmodSync(join(context, "app/main/run.go"), 0o4750);
  const here = process.cwd();
  process.chdir(context);
  try {
    expect(contextDigest(".", "Dockerfile.app")).toBe(
      "bc7ed8e2b7d9917eac9f1afb0fc742dbbd5503bf424820ec3009cbbeafa59fb8",
    );
  } finally {
    process.chdir(here);
  }
});

test("changes with a file's mode, as with the official provider", () => {
  const context = folder();
  const before = digest(context);
  chmodSync(join(context, "app/main.go"), 0o600);
  expect(digest(context)).not.toBe(before);
});

describe("of this project's services", () => {
  const ofTeams = ["invoice-app", "payment-provider"];
  const services = [...ofTeams, "issuer-keys"];

  /** The services whose digest is another after a line was added to a file. */
  function changedBy(path: string): string[] {
    const context = projectFolder({});
    for (const name of ["apps", "README.md", "index.ts", ".dockerignore"]) {
      cpSync(join(root, name), join(context, name), { recursive: true });
    }
    for (const service of services) {
      for (const name of [`Dockerfile.${service}`, `Dockerfile.${service}.dockerignore`]) {
        cpSync(join(root, name), join(context, name));
      }
    }
    const digests = () =>
      services.map((service) => contextDigest(context, join(context, `Dockerfile.${service}`)));
    const before = digests();
    appendFileSync(join(context, path), "\n// A change.\n");
    const after = digests();
    return services.filter((_, i) => before[i] !== after[i]);
  }

  test.each([
    ["apps/payment-provider/main.go", ["payment-provider"]],
    ["apps/invoice-app/main.go", ["invoice-app"]],
    ["apps/issuer-keys/copy.go", ["issuer-keys"]],
    ["apps/httpservice/service.go", ofTeams],
    ["apps/identity/guard.go", ofTeams],
    ["apps/httpservice/httpservicetest/service.go", []],
    ["apps/httpservice/openapitest/document.go", []],
    ["apps/identity/identitytest/issuer.go", []],
    ["apps/money/amount.go", ofTeams],
    ["apps/service/serve.go", ofTeams],
    ["apps/service/servicetest/servicetest.go", []],
    ["apps/go.mod", services],
    ["apps/go.sum", services],
    ["apps/payment-provider/main_test.go", []],
    ["apps/issuer-keys/keys_test.go", []],
    ["Dockerfile.invoice-app", ["invoice-app"]],
    [".dockerignore", []],
    ["README.md", []],
    ["index.ts", []],
  ])("a comment in %s is a change of %j", (path, changed) => {
    expect(changedBy(path)).toEqual(changed);
  });
});
