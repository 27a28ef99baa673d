import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StackOutputs } from "../../cluster/stack";
import type { Cell } from "../../verify/traffic/cells";
import { Copy } from "./copy";

// All that is made, in one copy: what one command makes is there for the next.
const commands = [
  "team examples",
  "service example-desk --team examples --database --called-by invoice-app",
  "service example-till --team payments",
  // By a caller that calls nobody yet; and a line longer than one may be.
  "service example-long-archive --team payments --called-by example-desk",
] as const;

interface Made {
  readonly lines: Readonly<Record<string, number>>;
  readonly files: readonly string[];
  readonly said: string;
}

const minutes = 60_000;
jest.setTimeout(10 * minutes);

let copy: Copy;
const made: Record<string, Made> = {};

beforeAll(() => {
  copy = new Copy();
  for (const command of commands) {
    const said = copy.node("--require", "tsx/cjs", "new/main.ts", ...command.split(" "));
    made[command] = { lines: copy.changedLines(), files: copy.newFiles(), said };
    copy.note();
  }
}, 10 * minutes);

afterAll(() => {
  copy.remove();
});

const of = (command: (typeof commands)[number]): Made => {
  const one = made[command];
  if (one === undefined) throw new Error(`nothing was made by ${command}`);
  return one;
};
const total = (lines: Readonly<Record<string, number>>) =>
  Object.values(lines).reduce((sum, count) => sum + count, 0);
const changed = () => [...new Set(commands.flatMap((command) => Object.keys(of(command).lines)))];
const written = () => commands.flatMap((command) => of(command).files);

test("a team changes these files, and none is new", () => {
  const { lines, files } = of("team examples");
  expect(Object.keys(lines).sort()).toEqual(["index.ts", "verify/expected.ts"]);
  expect(files).toEqual([]);
});

test("a service changes these files, by no more than 25 lines", () => {
  const { lines } = of("service example-desk --team examples --database --called-by invoice-app");
  expect(Object.keys(lines).sort()).toEqual([
    "Pulumi.dev.yaml",
    "Pulumi.eks.yaml",
    "config/schema.ts",
    "index.ts",
    "verify/expected.ts",
  ]);
  expect(total(lines)).toBeLessThanOrEqual(25);
});

test("a service is a program and what builds it", () => {
  const { files } = of("service example-desk --team examples --database --called-by invoice-app");
  expect(files).toEqual([
    "Dockerfile.example-desk",
    "Dockerfile.example-desk.dockerignore",
    "apps/example-desk/internal/api/list.go",
    "apps/example-desk/internal/api/openapi.json",
    "apps/example-desk/internal/api/routes.go",
    "apps/example-desk/internal/store/migrations/0001_entries.up.sql",
    "apps/example-desk/internal/store/store.go",
    "apps/example-desk/main.go",
    "apps/example-desk/main_test.go",
  ]);
});

test("each file is named, and each that is changed with its lines", () => {
  for (const command of commands) {
    const { lines, files, said } = of(command);
    for (const file of [...Object.keys(lines), ...files]) expect(said).toContain(`  ${file}\n`);
    const numbered = said.match(/^ +\d+ {2}/gm) ?? [];
    expect([command, numbered.length]).toEqual([command, total(lines)]);
    expect(said).not.toMatch(/^ +\d+ +$/m);
  }
});

test("TypeScript takes it", () => {
  const config = {
    extends: "./tsconfig.json",
    include: ["index.ts", "config", "verify"],
  };
  writeFileSync(join(copy.folder, "tsconfig.made.json"), JSON.stringify(config));
  expect(copy.node("node_modules/typescript/bin/tsc", "-p", "tsconfig.made.json")).toBe("");
});

test("eslint has nothing to say", () => {
  const files = changed().filter((file) => file.endsWith(".ts"));
  expect(files).not.toEqual([]);
  expect(copy.node("node_modules/eslint/bin/eslint.js", "--max-warnings", "0", ...files)).toBe("");
});

test("it is formatted", () => {
  const files = [...changed(), ...written()].filter((file) => /\.(ts|json|yaml)$/.test(file));
  expect(files).not.toEqual([]);
  const said = copy.node("node_modules/prettier/bin/prettier.cjs", "--check", ...files);
  expect(said).toContain("All matched files use Prettier code style!");
});

describe("the program", () => {
  let outputs: { readonly dev: StackOutputs; readonly eks: StackOutputs; uncontrolled: Cell[] };

  beforeAll(() => {
    outputs = JSON.parse(
      copy.node("--require", "tsx/cjs", "test/new/exported.ts"),
    ) as typeof outputs;
  });

  test.each(["dev", "eks"] as const)("exports each service and team on %s", (stack) => {
    const { services, teams } = outputs[stack];
    expect(services).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          service: "example-desk",
          namespace: "examples",
          database: expect.objectContaining({ service: "examples-database" }) as unknown,
        }),
        expect.objectContaining({ service: "example-till", namespace: "payments" }),
        expect.objectContaining({ service: "example-long-archive", namespace: "payments" }),
      ]),
    );
    expect(teams).toContainEqual(expect.objectContaining({ team: "examples" }));
    expect(new Set(services.map(({ port }) => port)).size).toBe(services.length);
    expect(new Set(teams.map(({ runAsUser }) => runAsUser)).size).toBe(teams.length);
  });

  test("each cell of the proof that is to be refused has a control", () => {
    expect(outputs.uncontrolled).toEqual([]);
  });
});
