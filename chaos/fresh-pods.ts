import { available } from "./deployment";
import { getJson, kubectl } from "./kubectl";
import { type Places, type Pod, workloadOf } from "./places";
import { services } from "./plan";

/**
 * Replaces pods that have crashed before. The kubelet keeps a container that ends again and again
 * waiting, up to five minutes, for as long as its pod lives: a run after others would find
 * nothing to break.
 *
 * @returns their names.
 */
export async function replaceCrashed(places: Places): Promise<string[]> {
  const pods = await Promise.all(Object.values(places.namespaces).map(podsIn));
  const crashed = pods.flat().filter(hasCrashed);
  await Promise.all(
    crashed.map(({ metadata: { name, namespace } }) =>
      kubectl(["delete", "pod", name, "--namespace", namespace, "--ignore-not-found"]),
    ),
  );
  await Promise.all(services.map((name) => available(workloadOf(name, places))));
  return crashed.map(({ metadata }) => metadata.name);
}

async function podsIn(namespace: string): Promise<Pod[]> {
  return (await getJson<{ items: Pod[] }>(["pods", "--namespace", namespace])).items;
}

function hasCrashed({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);
}
