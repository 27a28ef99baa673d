import { runbook } from "../runbook";
import { runProgram, stackConfig } from "./run-program";

interface Autoscaler {
  readonly scaleTargetRef: { readonly name: string };
  readonly minReplicas: number;
}

// An autoscaler leaves a Deployment of 0 replicas alone for good: the steps have to end it.
test("whoever follows the runbook leaves no service at 0 replicas", async () => {
  const { registered } = await runProgram(stackConfig("dev"));
  const autoscalers = registered
    .filter(({ type }) => type.endsWith(":HorizontalPodAutoscaler"))
    .map(({ inputs }) => inputs.spec as Autoscaler);
  const scaling = /scale deployment\/(\S+) --replicas (\d+)/g;
  const stops = [...runbook()].flatMap(([section, commands]) => {
    const last = new Map([...commands.matchAll(scaling)].map(([, name, to]) => [name, Number(to)]));
    const isGone = commands.includes("setup.sh --destroy");
    return isGone ? [] : [...last].map(([name, replicas]) => ({ section, name, replicas }));
  });
  expect(stops).not.toEqual([]);
  for (const stop of stops) {
    const autoscaler = autoscalers.find(({ scaleTargetRef }) => scaleTargetRef.name === stop.name);
    expect(stop).toEqual({ ...stop, replicas: autoscaler?.minReplicas });
  }
});
