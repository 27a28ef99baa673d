import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArguments, usage } from "../../access/arguments";
import { UsageError } from "../../command-line/usage-error";
import { loadMatrix, type Matrix } from "../../access/matrix";
import { matrixPage } from "../../access/table";
import { whoCan } from "../../access/who-can";
import { programOutputs } from "../../render/outputs";
import { EXPECTED } from "../../verify/expected";

const root = join(__dirname, "../..");
jest.setTimeout(30_000);
let matrix: Matrix;

beforeAll(async () => {
  matrix = loadMatrix(await programOutputs());
});

const namespaces = [...EXPECTED.teams, "default", "kube-system", "issuer-keys"].join(", ");
const parse = (line: string) => parseArguments(line.split(" ").filter(Boolean), matrix);

test.each([
  ["delete deployments -n payments", "delete", "deployments.apps", "payments"],
  ["-n payments delete deployments", "delete", "deployments.apps", "payments"],
  ["get pods/log --namespace=invoices", "get", "pods/log", "invoices"],
  ["patch deployments/scale -n default", "patch", "deployments.apps/scale", "default"],
  ["list pods", "list", "pods", "cluster"],
  ["list pods.metrics.k8s.io", "list", "pods.metrics.k8s.io", "cluster"],
  ["get /version", "get", "/version", "cluster"],
])("who-can %s", (line, verb, target, place) => {
  expect(parse(`who-can ${line}`)).toEqual({ command: "who-can", verb, target, place });
});

test.each([
  ["", usage],
  ["why", `unknown command "why"; ${usage}`],
  ["table now", `unknown argument "now"; ${usage}`],
  ["who-can get", usage],
  ["who-can get pods now", `unknown argument "now"; ${usage}`],
  ["who-can get pods --all", `unknown argument "--all"; ${usage}`],
  ["who-can get pods -n prod", `-n "prod": not in the matrix; expected one of ${namespaces}`],
  ["who-can get pods -n", `-n "": not in the matrix; expected one of ${namespaces}`],
  ["who-can get nodes -n payments", '-n "payments": nodes is in no namespace; leave -n out'],
  ["who-can eat pods/exec", 'verb "eat": not asked of pods/exec; expected one of get, create'],
])('"%s" is refused', (line, message) => {
  expect(() => parse(line)).toThrow(new UsageError(message));
});

test("a resource that is not there is refused with those that are", () => {
  expect(() => parse("who-can get podz")).toThrow(
    /^resource "podz": not in the matrix; expected one of configmaps, configmaps\[issuer-keys\], endpoints, /,
  );
});

test.each([
  [
    "delete deployments -n payments",
    [
      "payments member       team:payments:alice",
      "payments break-glass  break-glass:payments:alice",
      "platform              team:platform:alice",
    ],
  ],
  ["list secrets -n payments", ["nobody can list secrets in payments"]],
  ["list nodes", ["platform  team:platform:alice"]],
  ["list pods", ["nobody can list pods cluster-wide"]],
  ["create secrets -n kube-system", ["nobody can create secrets in kube-system"]],
  ["create pods -n kube-system", ["nobody can create pods in kube-system"]],
  [
    "update secrets[bootstrap-token-abcdef] -n kube-system",
    ["nobody can update secrets[bootstrap-token-abcdef] in kube-system"],
  ],
  [
    "patch validatingadmissionpolicybindings.admissionregistration.k8s.io[sre-challenge-tokens]",
    [
      "nobody can patch validatingadmissionpolicybindings.admissionregistration.k8s.io[sre-challenge-tokens] cluster-wide",
    ],
  ],
])("who-can %s", (line, expected) => {
  const parsed = parse(`who-can ${line}`);
  if (parsed.command !== "who-can") throw new Error("parsed as something else");
  expect(whoCan(parsed, matrix).split("\n")).toEqual(expected);
});

test("docs/access-matrix.md is current; `npm run access -- table` writes it", () => {
  expect(readFileSync(join(root, "docs/access-matrix.md"), "utf8")).toBe(matrixPage());
});

test.each([
  [
    ["who-can", "list", "secrets", "-n", "payments"],
    0,
    "nobody can list secrets in payments\n",
    "",
  ],
  [["why"], 2, "", `access: unknown command "why"; ${usage}\n`],
])("the program, asked %j", (args, code, said, complained) => {
  const command = ["--require", "tsx/cjs", "access/main.ts", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root });
  expect([status, stdout.toString(), stderr.toString()]).toEqual([code, said, complained]);
});
