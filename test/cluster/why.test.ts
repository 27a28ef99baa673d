import { execFile } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "../../cluster/api-client";
import { connectToOurs } from "../../cluster/connection";
import type { Ask } from "../../why/ask";
import { type Report, why } from "../../why/why";
import { kubectl } from "./kubectl";
import { root } from "./node";
import { broken, deployment, statefulSet, teamNamespace } from "./why/broken-objects";

// Breaks one object for each kind of cause, all at once, and asks what `npm run why` makes of them.
jest.setTimeout(90_000);

const [namespace, full, held] = ["why-test", "why-test-full", "why-test-held"];
const everything = [namespace, full, held];
const deadline = 60_000;

const releaseAll = async () => {
  const finalizers = JSON.stringify({ metadata: { finalizers: null } });
  await kubectl(["patch", "configmap", "held", "-n", held, "--type=merge", "-p", finalizers]).catch(
    () => undefined, // gone, or never made
  );
  await kubectl(["delete", "namespace", ...everything, "--ignore-not-found", "--wait"]);
};

let cluster: ApiClient;
const ask: Ask = (request) => cluster.ask(request);

/** The causes by the objects in the test's own namespaces that have them. */
async function causes(): Promise<Map<string, string>> {
  const { blocks } = await why(ask, false);
  const found = blocks.flatMap(({ cause, objects, lines }) =>
    objects.map(({ object }) => [object, [cause, ...lines].join("\n")] as const),
  );
  return new Map(found.filter(([object]) => object.includes(" why-test")));
}

/** Asks until `isDone` says so; the last answer if it never does. */
async function until(isDone: (found: Map<string, string>) => boolean) {
  const end = Date.now() + deadline;
  for (;;) {
    const found = await causes();
    if (isDone(found) || Date.now() > end) return found;
    await sleep(1000);
  }
}

const expected: readonly (readonly [object: string, cause: RegExp])[] = [
  [
    `Deployment ${namespace}/absent-image`,
    /^image localhost:30500\/absent:1 cannot be pulled \(.*absent:1.*\)$/,
  ],
  [
    `Deployment ${namespace}/crash`,
    /^container it (keeps crashing|ended) with exit code 3\nthe last words$/,
  ],
  [
    `Deployment ${namespace}/root`,
    /^container it cannot be created \(container has runAsNonRoot and image will run as root\)$/,
  ],
  [
    `Deployment ${namespace}/too-large`,
    /^no node takes the pod \(0\/\d+ nodes are available: .*memory/,
  ],
  [
    `Deployment ${namespace}/unready`,
    /^Unhealthy: Readiness probe failed: not yet\nwaiting for nobody$/,
  ],
  [`Deployment ${namespace}/missing-secret`, /^FailedMount: .*secret "not-there" not found$/],
  [
    `Deployment ${namespace}/missing-key`,
    /^container it cannot be created \(secret "not-there-either" not found\)$/,
  ],
  [
    `Deployment ${namespace}/privileged`,
    /^pods cannot be created \(violates PodSecurity "restricted:.*privileged=true/,
  ],
  [`StatefulSet ${namespace}/stuck`, /^image localhost:30500\/absent:1 cannot be pulled/],
  [`StatefulSet ${namespace}/parallel`, /^image localhost:30500\/absent:1 cannot be pulled/],
  [
    `Deployment ${full}/refused`,
    /^pods cannot be created \(exceeded quota: none, requested: pods=1, used: pods=0, limited: pods=0\)$/,
  ],
  [
    `PersistentVolumeClaim ${namespace}/homeless`,
    /^storage class "not-there" does not exist, and no volume fits$/,
  ],
  [`Service ${namespace}/unready`, /^none of its pods is ready$/],
  [`Namespace ${held}`, /example\.com\/hold/],
];

beforeAll(async () => {
  cluster = (await connectToOurs(new AbortController().signal)).client;
  await releaseAll();
  const make = (where: string, objects: readonly object[]) =>
    kubectl(["create", "--namespace", where, "--filename=-"], {
      apiVersion: "v1",
      kind: "List",
      items: objects,
    });
  await make("default", everything.map(teamNamespace));
  const quota = { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "none" } };
  await make(full, [{ ...quota, spec: { hard: { pods: "0" } } }]);
  const metadata = { name: "held", finalizers: ["example.com/hold"] };
  await Promise.all([
    make(namespace, broken),
    make(full, [deployment("refused", {}, 2)]),
    make(held, [{ apiVersion: "v1", kind: "ConfigMap", metadata }]).then(() =>
      kubectl(["delete", "namespace", held, "--wait=false"]),
    ),
  ]);
});

afterAll(async () => {
  cluster.close();
  await releaseAll();
});

/** As a person runs it. */
function command(): Promise<{ status: unknown; stdout: string }> {
  const program = ["--require", "tsx/cjs", "why/main.ts"];
  return new Promise((resolve) => {
    execFile(process.execPath, program, { cwd: root }, (error, stdout) => {
      resolve({ status: error === null ? 0 : error.code, stdout });
    });
  });
}

test("every cause is named, and what was given up is tried again once its cause is gone", async () => {
  const isFound = (found: Map<string, string>) =>
    expected.every(([object, cause]) => cause.test(found.get(object) ?? ""));
  const found = await until(isFound);
  const wrong = expected.filter(([object, cause]) => !cause.test(found.get(object) ?? ""));
  expect(wrong.map(([object]) => [object, found.get(object)])).toEqual([]);

  const { status, stdout } = await command();
  expect(status).toBe(1);
  expect(stdout).toContain("  | the last words\n");
  expect(stdout).not.toContain("not-to-be-shown");

  const mendedQuota = JSON.stringify({ spec: { hard: { pods: "2" } } });
  await kubectl(["patch", "resourcequota", "none", "-n", full, "--type=merge", "-p", mendedQuota]);
  const mended = [
    statefulSet("stuck", "OrderedReady", {}),
    statefulSet("parallel", "Parallel", {}),
  ];
  await kubectl(["apply", "--server-side", "--force-conflicts", "-n", namespace, "-f", "-"], {
    apiVersion: "v1",
    kind: "List",
    items: mended,
  });
  // The Deployment's controller tries again by itself now and then, and may have been quicker.
  const none = "the cause is gone";
  const gone = await until(
    (seen) =>
      (seen.get(`Deployment ${full}/refused`) ?? none).includes("the cause is gone") &&
      (seen.get(`StatefulSet ${namespace}/stuck`) ?? "").includes("spec is newer") &&
      !seen.has(`StatefulSet ${namespace}/parallel`),
  );
  // As a database of the program is.
  expect([...gone.keys()]).not.toContain(`StatefulSet ${namespace}/parallel`);
  expect(gone.get(`Deployment ${full}/refused`) ?? none).toContain("the cause is gone");
  expect(gone.get(`StatefulSet ${namespace}/stuck`)).toContain("the spec is newer");

  const retried: Report = await why(ask, true);
  const ofRefused = (name: string) => name.startsWith(`ReplicaSet ${full}/refused-`);
  expect(retried.triedAgain.filter((name) => !ofRefused(name))).toEqual([
    `Pod ${namespace}/stuck-0`,
  ]);
  const after = await until(
    (seen) =>
      !seen.has(`Deployment ${full}/refused`) && !seen.has(`StatefulSet ${namespace}/stuck`),
  );
  expect([...after.keys()]).not.toContain(`Deployment ${full}/refused`);
  expect([...after.keys()]).not.toContain(`StatefulSet ${namespace}/stuck`);
});
