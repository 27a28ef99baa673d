import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { programLabels } from "../labels";
import { postgresImage } from "../postgres-database/server";
import type { ServiceImage } from "../service-image/service-image";
import { guardrailsFor } from "./guardrails";
import { bindingSpec } from "./guardrails/guardrail";
import { platformTeam, teamGroup } from "./identities";
import { platformRole, platformRules } from "./platform-role";
import { childOptions } from "../child-options";
import { grant, group } from "./rules";

export interface ClusterAccessArgs {
  /** The services' images, which the teams may run in each version, beside PostgreSQL's. */
  readonly images: readonly [Referred, ...Referred[]];
}

type Referred = Pick<ServiceImage, "references">;

/** Rights and guardrails that hold in the whole cluster, whichever namespaces there are. */
export class ClusterAccess extends pulumi.ComponentResource {
  constructor(name: string, args: ClusterAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:ClusterAccess", name, {}, opts);
    const child = childOptions(this, opts);
    const named = (objectName: string) => ({ name: objectName, labels: programLabels });

    const [first, ...others] = args.images;
    const guardrails = guardrailsFor({
      services: [first.references, ...others.map(({ references }) => references)],
      others: [postgresImage],
    });
    for (const guardrail of guardrails) {
      const policy = new k8s.admissionregistration.v1.ValidatingAdmissionPolicy(
        guardrail.name,
        { metadata: named(guardrail.name), spec: guardrail.spec },
        child,
      );
      new k8s.admissionregistration.v1.ValidatingAdmissionPolicyBinding(
        guardrail.name,
        { metadata: named(guardrail.name), spec: bindingSpec(policy.metadata.name) },
        child,
      );
    }

    const role = new k8s.rbac.v1.ClusterRole(
      `${name}-platform`,
      { metadata: named(platformRole), rules: platformRules(guardrails) },
      child,
    );
    new k8s.rbac.v1.ClusterRoleBinding(
      `${name}-platform`,
      {
        metadata: named(platformRole),
        ...grant("ClusterRole", role.metadata.name, group(teamGroup(platformTeam))),
      },
      child,
    );
    this.registerOutputs();
  }
}
