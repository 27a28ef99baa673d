import { available } from "./deployment";
import { kubectl } from "./kubectl";
import type { Places } from "./places";
import { type Pod, podsIn } from "./pods";

/**
 * Replaces pods that have crashed before. The kubelet keeps a container that ends again and again
 * waiting, up to five minutes, for as long as its pod lives: a run after others would find
 * nothing to break.
 *
 * @returns their names.
 */
export async function replaceCrashed({ namespaces, services }: Places): Promise<string[]> {
  const pods = await Promise.all(namespaces.map((namespace) => podsIn(namespace)));
  const crashed = pods.flat().filter(hasCrashed);
  await Promise.all(
    crashed.map(({ metadata: { name, namespace } }) =>
      kubectl(["delete", "pod", name, "--namespace", namespace, "--ignore-not-found"]),
    ),
  );
  await Promise.all(services.map(available));
  return crashed.map(({ metadata }) => metadata.name);
}

function hasCrashed({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);
}
