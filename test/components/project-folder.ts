import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { root } from "../tracked-files";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Writes files by their paths, into a new folder or over those of a former one. */
export function projectFolder(
  files: Readonly<Record<string, string>>,
  folder = mkdtempSync(join(tmpdir(), "sre-challenge-")),
): string {
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const dockerfile = (service: string) =>
  `FROM go AS build
COPY apps .
RUN go build ./${service}
FROM scratch
COPY --from=build /out /out
`;

const dockerignore = (...folders: string[]) =>
  `*\n${["go.mod", ...folders].map((name) => `!apps/${name}\n`).join("")}**/*_test.go\n**/testdata\n`;

/** Images of the program that no test is about: alike, and with nothing in common with others. */
const others = readdirSync(root).flatMap((file) => {
  const [, name] = /^Dockerfile\.([a-z0-9-]+)$/.exec(file) ?? [];
  return name === undefined
    ? []
    : [
        [`Dockerfile.${name}`, dockerfile(name)],
        [`Dockerfile.${name}.dockerignore`, dockerignore(name)],
        [`apps/${name}/main.go`, "package main"],
      ];
});

/** What the program's images are made from, in a few files: two services with the code that they share, and a job. */
export const smallProject = {
  ...(Object.fromEntries(others) as Record<string, string>),
  "Dockerfile.invoice-app": dockerfile("invoice-app"),
  "Dockerfile.invoice-app.dockerignore": dockerignore("httpservice", "invoice-app"),
  "Dockerfile.payment-provider": dockerfile("payment-provider"),
  "Dockerfile.payment-provider.dockerignore": dockerignore("httpservice", "payment-provider"),
  "Dockerfile.issuer-keys": dockerfile("issuer-keys"),
  "Dockerfile.issuer-keys.dockerignore": dockerignore("issuer-keys"),
  "apps/go.mod": "module sre-challenge/apps",
  "apps/httpservice/routes.go": "package httpservice",
  "apps/invoice-app/main.go": "package main",
  "apps/invoice-app/main_test.go": "package main",
  "apps/invoice-app/internal/testdata/invoices.json": "[]",
  "apps/issuer-keys/main.go": "package main",
  "apps/payment-provider/main.go": "package main",
};
