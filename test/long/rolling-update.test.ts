import { type Deployment, getDeployment, restart, rolledOut, undo } from "../../chaos/deployment";
import { stackOutputs } from "../../cluster/stack";
import { isSuccess, Load } from "./load";

const leastRequests = 5000;

async function rollAll(deployments: readonly Deployment[]): Promise<void> {
  for (const { metadata } of deployments) {
    await restart(metadata);
    await rolledOut(metadata);
  }
}

test("a rolling update of every service under load loses no request", async () => {
  const { services } = await stackOutputs(new AbortController().signal);
  const deployments = await Promise.all(
    services.map(({ namespace, service }) => getDeployment({ namespace, name: service })),
  );
  const load = await Load.start(3);
  try {
    do {
      await rollAll(deployments);
    } while (load.answers.length < leastRequests);
  } finally {
    // Still under load: to take the trace of a restart away is one more rolling update.
    for (const deployment of deployments) {
      await undo(deployment);
      await rolledOut(deployment.metadata);
    }
    await load.stop();
  }

  expect(load.answers.filter((answer) => !isSuccess(answer))).toEqual([]);
  expect(load.answers.length).toBeGreaterThanOrEqual(leastRequests);
  for (const before of deployments) {
    const { metadata, spec } = await getDeployment(before.metadata);
    expect(spec.template).toEqual(before.spec.template);
    expect(metadata.managedFields?.map(({ manager }) => manager)).not.toContain("chaos");
  }
}, 1_200_000);
