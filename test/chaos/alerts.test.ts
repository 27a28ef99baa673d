import { load } from "js-yaml";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
}

const root = join(__dirname, "../..");
const rules = (load(readFileSync(join(root, "docs/alerts.yaml"), "utf8")) as Rules).groups.flatMap(
  (group) => group.rules,
);
const operations = readFileSync(join(root, "docs/operations.md"), "utf8");
const headings = [...operations.matchAll(/^### (\w+)$/gm)].map(([, name]) => name);

/** What others than the services tell. */
const foreign = /^(up|kube_\w+|kubelet_\w+)$/;

const sources = readdirSync(join(root, "apps"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
  .map((file) => readFileSync(join(root, "apps", file), "utf8"))
  .join("\n");

/** Names of an expression that are followed by labels or a range, and so are metrics. */
function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/\b(by|on) \([^)]*\)/g, "").replaceAll(/"[^"]*"/g, '""');
  const names = [...bare.matchAll(/\b([a-z][a-z_]*_[a-z_]+|up|invoices)\b(?!\()/g)];
  return [...new Set(names.map(([, name = ""]) => name))];
}

test.each(rules.map(({ alert, expr }) => [alert, expr] as const))(
  "%s is about something that is measured",
  (_, expr) => {
    const names = metricsIn(expr);
    expect(names).not.toEqual([]);
    const unknown = names.filter((name) => {
      const metric = name.replace(/_bucket$/, "");
      return !foreign.test(name) && !new RegExp(`["\`]${metric}["\`{]`).test(sources);
    });
    expect(unknown).toEqual([]);
  },
);

test("each alert, and nothing else, has its section in docs/operations.md", () => {
  const alerts = rules.map(({ alert }) => alert);
  expect(headings).toEqual(alerts);
});
