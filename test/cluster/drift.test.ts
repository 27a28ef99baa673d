import { nameText } from "../../drift/cluster-object";
import { untilScaled } from "./autoscaled";
import { changedByHand, keysCopierStopped } from "./drift/changed";
import { forged } from "./drift/forged";
import {
  argsOf,
  deleteKept,
  letGo,
  makeChange,
  makeRemoval,
  makeStranger,
  remake,
  removeStranger,
  strangerText,
} from "./drift/hands";
import { forgedOwners, openShell, widenNewCluster } from "./drift/passing";
import { programObjects } from "./drift/program";
import { remadeByHand, removedByHand } from "./drift/removed";
import { drift, found, type Run, runDrift } from "./drift/run";
import { inForce, ofTheTeam, strangers } from "./drift/strangers";
import { kubectl } from "./kubectl";
import { pulumi } from "./preview";

// What somebody changes by hand, and whether `npm run drift` names it and puts it back.
jest.setTimeout(300_000);

const object = programObjects();
let databases = "";

/** When the databases' pods came, and how often they were restarted. */
async function databasePods(): Promise<string> {
  return kubectl([
    "get",
    "pods",
    "--all-namespaces",
    "--selector=app.kubernetes.io/name in (payments-database, invoices-database)",
    "--output=jsonpath={range .items[*]}{.metadata.uid} {.status.containerStatuses[*].restartCount} {end}",
  ]);
}

function expectSilence(): void {
  expect(found(drift())).toEqual([]);
}

/** Each of the wanted is found, and what is found begins with one of them. */
function expectFound(run: Run, wanted: readonly string[]): void {
  const all = found(run);
  const begins = (line: string) => (begin: string) => line.startsWith(begin);
  expect(wanted.filter((begin) => !all.some((line) => begins(line)(begin)))).toEqual([]);
  expect(all.filter((line) => !wanted.some(begins(line)))).toEqual([]);
  expect(run.status).toBe(1);
}

beforeAll(async () => {
  await untilScaled();
  expectSilence();
  databases = await databasePods();
});

// Whatever became of the tests. A guardrail that is open lets strangers pass for a team's own.
afterAll(async () => {
  if (found(drift("--repair")).length > 0) deleteStrangers();
  await Promise.all(ofTheTeam.map(removeStranger));
  await untilScaled();
});

function deleteStrangers(): Run {
  const names = new Set(drift().drift.findings.map((finding) => nameText(finding.object)));
  const left = strangers.map(strangerText).filter((name) => names.has(name));
  return drift("--repair", ...left.map((name) => `--delete=${name}`));
}

function expectRepaired(run: Run): void {
  expect({ left: found(run), status: run.status }).toEqual({ left: [], status: 0 });
}

async function stopKeysCopier(): Promise<void> {
  const namespace = "--namespace=issuer-keys";
  const pods = (await kubectl(["get", "pods", namespace, "--output=name"])).trim().split("\n");
  await makeChange(object(keysCopierStopped.object), keysCopierStopped);
  await kubectl(["wait", "--for=delete", ...pods, namespace, "--timeout=60s"]);
}

test("fields changed by hand, whoever they are said to be of", async () => {
  const changes = [...changedByHand, ...forged];
  await stopKeysCopier();
  await Promise.all(changes.map((change) => makeChange(object(change.object), change)));
  const run = drift();
  const repaired = drift("--repair");
  expectFound(
    run,
    changes.flatMap(({ object: key, fields }) => fields.map((it) => `${object(key).text} ${it}`)),
  );
  expectRepaired(repaired);
});

test("objects removed, and made otherwise", async () => {
  await Promise.all([
    ...removedByHand.map((key) => makeRemoval(object(key))),
    ...remadeByHand.map(({ object: key, change }) => remake(object(key), change)),
  ]);
  const run = drift();
  const repaired = drift("--repair");
  expectFound(run, [
    ...removedByHand.map((key) => `${object(key).text} removed`),
    ...remadeByHand.map(({ object: key }) => `${object(key).text} remade`),
  ]);
  expectRepaired(repaired);
});

test("strangers", async () => {
  await Promise.all([...strangers, ...ofTheTeam].map(makeStranger));
  const run = drift();
  const repaired = deleteStrangers();
  expectFound(
    run,
    strangers.map((stranger) => `${strangerText(stranger)} stranger`),
  );
  const notes = run.drift.notes.map((note) => nameText(note.object));
  expect(notes).toEqual(expect.arrayContaining(ofTheTeam.map(strangerText)));
  expectRepaired(repaired);
});

test("what was deleted and a finalizer keeps, of strangers and of the program", async () => {
  const policy = object("NetworkPolicy payments/payments-dns-egress");
  await Promise.all(inForce.map(makeStranger));
  await Promise.all([policy.args, ...inForce.map(argsOf)].map(deleteKept));
  const run = drift();
  await Promise.all(inForce.map(argsOf).map(letGo));
  const repaired = drift("--repair");
  expectFound(run, [
    `${policy.text} metadata.deletionTimestamp`,
    `${policy.text} metadata.finalizers`,
    ...inForce.map((stranger) => `${strangerText(stranger)} stranger`),
  ]);
  expectRepaired(repaired);
});

test("what passes for a controller's, or a new cluster's, or the team's", async () => {
  const forgeries = await forgedOwners(
    object("CronJob payments/payments-database-backup"),
    object("Service payments/payment-provider"),
  );
  const shell = await openShell("payment-provider");
  const widened = await widenNewCluster();
  const namespace = {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "drift-test", labels: { team: "payments" } },
  };
  await Promise.all([...forgeries, namespace].map(makeStranger));

  const run = drift();
  const names = forgeries.map(strangerText);
  const repaired = drift("--repair", ...[shell, ...names].map((name) => `--delete=${name}`));
  const held = runDrift(["--repair", "--delete=Namespace/drift-test"]);
  await removeStranger(namespace);

  expectFound(run, [
    ...names,
    ...widened,
    `${shell} spec.ephemeralContainers`,
    "Namespace/drift-test stranger",
  ]);
  expect(found(repaired)).toEqual(["Namespace/drift-test stranger"]);
  expect(held.status).toBe(2);
  expect(held.stderr).toContain("never deleted here: all that is in it would go with it");
});

test("nothing is left, nothing is the repair's own, and no database was restarted", async () => {
  const kinds =
    "namespaces,networkpolicies,roles,rolebindings,clusterroles,clusterrolebindings,services,deployments,statefulsets,serviceaccounts,resourcequotas,validatingadmissionpolicies,validatingadmissionpolicybindings";
  const managers = "--output=jsonpath={..managedFields[*].manager}";
  const owners = await kubectl([
    "get",
    kinds,
    "--all-namespaces",
    "--show-managed-fields",
    managers,
  ]);
  expect(owners.split(" ")).not.toContain("drift");

  await untilScaled();
  expectSilence();
  pulumi("preview", "--refresh", "--expect-no-changes");
  expect(await databasePods()).toBe(databases);
});
