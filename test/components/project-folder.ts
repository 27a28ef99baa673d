import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

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
COPY apps/httpservice ../httpservice
COPY apps/${service} .
RUN go build
FROM scratch
COPY --from=build /out /out
`;

const dockerignore = (service: string) =>
  `*\n!apps/httpservice\n!apps/${service}\n**/*_test.go\n**/testdata\n`;

/** A project of two services and the code that they share. */
export const twoServices = {
  "Dockerfile.invoice-app": dockerfile("invoice-app"),
  "Dockerfile.invoice-app.dockerignore": dockerignore("invoice-app"),
  "Dockerfile.payment-provider": dockerfile("payment-provider"),
  "Dockerfile.payment-provider.dockerignore": dockerignore("payment-provider"),
  "apps/httpservice/routes.go": "package httpservice",
  "apps/invoice-app/main.go": "package main",
  "apps/invoice-app/main_test.go": "package main",
  "apps/invoice-app/internal/testdata/invoices.json": "[]",
  "apps/payment-provider/main.go": "package main",
};
