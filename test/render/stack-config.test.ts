import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRender } from "../../render/cannot-render";
import { stackConfig } from "../../render/stack-config";

const root = process.cwd();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stack-config-"));
  const files = {
    dev: 'config:\n  a:text: b\n  a:number: 3\n  a:list: [1, "2"]\nencryptionsalt: v1:abc\n',
    empty: "",
    list: "- config\n",
    broken: "config: {\n",
  };
  for (const [stack, text] of Object.entries(files)) {
    writeFileSync(join(folder, `Pulumi.${stack}.yaml`), text);
  }
  writeFileSync(join(folder, "Pulumi.yaml"), "name: project\n");
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(root);
  rmSync(folder, { recursive: true });
});

test("is the configuration alone, texts as they stand and all else as JSON", () => {
  expect(stackConfig("dev")).toEqual({ "a:text": "b", "a:number": "3", "a:list": '[1,"2"]' });
});

test.each(["prod", "../dev", ""])('refuses the stack "%s", which has no file', (stack) => {
  expect(() => stackConfig(stack)).toThrow(
    new CannotRender(
      `--stack "${stack}": there is no Pulumi.${stack}.yaml; expected one of broken, dev, empty, list`,
    ),
  );
});

test.each(["empty", "list"])("refuses a file without a configuration: %s", (stack) => {
  expect(() => stackConfig(stack)).toThrow(
    new CannotRender(`Pulumi.${stack}.yaml: config: nothing is set; expected settings by key`),
  );
});

test("refuses what is no YAML, and says where", () => {
  expect(() => stackConfig("broken")).toThrow(/^Pulumi\.broken\.yaml: .* \(2:1\)/);
});
