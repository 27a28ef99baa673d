import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { restrictedPod } from "./restricted";

/** What every pod in a team's namespace says: no rights in the cluster, and how it finds others. */
export function teamPod(serviceAccount: pulumi.Input<string>, user: number) {
  return {
    serviceAccountName: serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    shareProcessNamespace: false,
    dnsPolicy: "ClusterFirst",
    // Names with a dot are asked for as they stand. By default one of fewer than five dots is looked
    // for below each of the cluster's own domains first, in vain.
    dnsConfig: { options: [{ name: "ndots", value: "1" }] },
    securityContext: restrictedPod(user),
  } satisfies Partial<types.input.core.v1.PodSpec>;
}
