import { docker } from "./nodes";
import { selectorOf } from "./places";
import { podsIn } from "./pods";
import type { Policy } from "./policies";

/** Has a node forget the connections from and to an address. That there is none is no failure. */
const forget = `
  command -v conntrack >/dev/null || { echo "this node has no conntrack" >&2; exit 1; }
  for side in --orig-src --reply-src; do
    conntrack --delete --proto tcp "$side" "$1" >/dev/null 2>&1 || :
  done`;

/**
 * Has what is connected with the pods that a policy is about be judged as a new connection is: a policy that is
 * taken away ends nothing by itself.
 */
export async function cutConnections({ metadata, spec }: Policy): Promise<void> {
  const selector = selectorOf(spec.podSelector.matchLabels ?? {});
  const pods = await podsIn(metadata.namespace, selector);
  await Promise.all(
    pods.map(async ({ spec: { nodeName }, status }) => {
      if (nodeName === undefined || status?.podIP === undefined) return;
      await docker("exec", nodeName, "sh", "-c", forget, "sh", status.podIP);
    }),
  );
}
