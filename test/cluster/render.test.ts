import { execFileSync } from "node:child_process";
import { loadAll } from "js-yaml";
import {
  appliedObjects,
  inOrder,
  type KubernetesObject,
  normalForm,
  type StackState,
} from "../render/normal-form";
import { root } from "./node";
import { pulumi } from "./preview";

// What `npm run render` shows is what `pulumi up` sends.
jest.setTimeout(120_000);

let rendered: string;

beforeAll(() => {
  rendered = execFileSync("npm", ["run", "--silent", "render"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
});

test("the rendered objects are those that were applied", () => {
  const objects = loadAll(rendered) as (KubernetesObject | null)[];
  const state = JSON.parse(pulumi("stack", "export")) as StackState;
  const applied = appliedObjects(state);
  expect(applied).not.toEqual([]);
  expect(inOrder(objects.flatMap((object) => (object ? normalForm(object) : [])))).toEqual(applied);
});

test("kubectl takes the stream as a whole", () => {
  const args = ["--context=sre-challenge", "apply", "--dry-run=client", "--filename=-"];
  const said = execFileSync("kubectl", args, { input: rendered, encoding: "utf8" });
  expect(said).toContain("deployment.apps/payment-provider configured (dry run)");
});
