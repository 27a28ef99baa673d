import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const page = readFileSync(join(root, "docs/api.md"), "utf8");

interface Operation {
  readonly summary: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The cells of each row of a section's table, below its heading. */
function rowsOf(section: string): string[] {
  const [, text = ""] = page.split(`## ${section}\n`);
  const [own = ""] = text.split("\n## ");
  const lines = own.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.replaceAll(/\s+/g, " "));
}

test.each(["invoice-app", "payment-provider"])("docs/api.md has all that %s serves", (service) => {
  const file = join(root, "apps", service, "internal/api/openapi.json");
  const { paths } = JSON.parse(readFileSync(file, "utf8")) as OpenApi;
  const served = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(
      ([method, { summary, responses }]) =>
        `| \`${method.toUpperCase()} ${path}\` | ${summary} | ${Object.keys(responses).join(" ")} |`,
    ),
  );
  expect(served).not.toEqual([]);
  expect(rowsOf(service)).toEqual(served);
});
