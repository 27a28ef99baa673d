import { setTimeout as sleep } from "node:timers/promises";
import { untilScaled } from "../autoscaled";
import { kubectl } from "../kubectl";
import { drift, found } from "./run";

// What controllers do by themselves, and what a team does by its own rights, is no drift.
jest.setTimeout(300_000);

const invoiceApp = ["deployment/invoice-app", "--namespace=invoices"];
const job = ["job/drift-test", "--namespace=payments"];

/** What drift says in whatever state the cluster is in by now. */
function expectSilence(): void {
  const run = drift();
  expect({ found: found(run), status: run.status }).toEqual({ found: [], status: 0 });
}

beforeAll(untilScaled);

afterAll(async () => {
  await kubectl(["delete", ...job, "--ignore-not-found"]);
  await untilScaled();
});

test("more pods, within the bounds of the autoscaler", async () => {
  await kubectl(["scale", ...invoiceApp, "--replicas=4"]);
  expectSilence();
});

test("a pod that is deleted, while it goes and after", async () => {
  const selector = "--selector=app.kubernetes.io/name=payment-provider";
  const names = await kubectl(["get", "pods", "--namespace=payments", selector, "--output=name"]);
  const [first = ""] = names.split("\n");
  await kubectl(["delete", first, "--namespace=payments", "--wait=false"]);
  expectSilence();
});

test("a restart, while it is under way and after", async () => {
  await kubectl(["rollout", "restart", ...invoiceApp]);
  await sleep(2000);
  expectSilence();
  await kubectl(["rollout", "status", "--timeout=120s", ...invoiceApp]);
  expectSilence();
});

test("a backup by hand, while it runs and after", async () => {
  const from = "--from=cronjob/payments-database-backup";
  await kubectl(["create", "job", "drift-test", from, "--namespace=payments"]);
  expectSilence();
  await kubectl(["wait", "--for=condition=Complete", "--timeout=120s", ...job]);
  expectSilence();
});
