import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { platformTeam, teamGroup } from "../access/identities";
import { boundRole } from "../access/bound-role";
import { group } from "../access/rules";
import { childOptions } from "../child-options";
import { programLabels, selectorLabels } from "../labels";
import { podSecurityLabels } from "../team-namespace/isolation";
import type { TeamNamespace } from "../team-namespace/team-namespace";
import { keysCopier, keysNamespace } from "./copier";
import { apiServerEgressSpec, deploymentSpec } from "./deployment";
import { copierRules, platformRules } from "./rules";

export interface IssuerKeysArgs {
  /** Where services read the keys. */
  readonly in: readonly TeamNamespace[];
  /** Image of apps/issuer-keys. */
  readonly image: pulumi.Input<string>;
  /** The claim `iss` of the cluster's tokens, an https URL. */
  readonly issuer: string;
}

/**
 * The public keys by which the cluster signs its service accounts' tokens, where pods without a way to
 * the API server can read them. Whoever writes them decides who is who: a pod in a namespace that no team
 * but the platform's enters copies them, every minute.
 */
export class IssuerKeys extends pulumi.ComponentResource {
  readonly issuer: string;
  private readonly copies: ReadonlyMap<TeamNamespace, pulumi.Output<string>>;

  constructor(name: string, args: IssuerKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:IssuerKeys", name, {}, opts);
    const child = childOptions(this, opts);

    const namespace = new k8s.core.v1.Namespace(
      name,
      { metadata: { name: keysNamespace, labels: { ...programLabels, ...podSecurityLabels } } },
      child,
    );
    const own = {
      namespace: namespace.metadata.name,
      labels: { ...selectorLabels(keysCopier), ...programLabels },
    };
    const named = { ...own, name: keysCopier };
    const wall = new k8s.networking.v1.NetworkPolicy(
      name,
      { metadata: own, spec: apiServerEgressSpec },
      child,
    );
    const account = new k8s.core.v1.ServiceAccount(
      name,
      { metadata: named, automountServiceAccountToken: false },
      child,
    );
    boundRole(
      `${name}-platform`,
      {
        metadata: { ...own, name: "platform" },
        rules: platformRules,
        subject: group(teamGroup(platformTeam)),
      },
      child,
    );

    const before = pulumi.output(opts?.dependsOn ?? []).apply((others) => [others].flat());
    const copies = args.in.map((home) => {
      const there = { parent: this, dependsOn: before.apply((others) => [home, ...others]) };
      const copy = `${name}-${home.team}`;
      const inTeam = { namespace: home.name, labels: programLabels, name: keysCopier };
      const keys = new k8s.core.v1.ConfigMap(copy, { metadata: inTeam }, there);
      const subject = {
        kind: "ServiceAccount",
        name: account.metadata.name,
        namespace: own.namespace,
      };
      const bound = { metadata: inTeam, rules: copierRules, subject };
      const binding = boundRole(copy, bound, there);
      return { home, keys, binding };
    });

    const copier = new k8s.apps.v1.Deployment(
      name,
      {
        metadata: named,
        spec: deploymentSpec({
          serviceAccount: account.metadata.name,
          image: args.image,
          issuer: args.issuer,
          namespaces: args.in.map((home) => home.name),
        }),
      },
      {
        parent: this,
        dependsOn: [wall, ...copies.flatMap(({ keys, binding }) => [keys, binding])],
      },
    );

    this.issuer = args.issuer;
    this.copies = new Map(
      copies.map(({ home, keys }) => [
        home,
        pulumi.all([keys.metadata.name, copier.id]).apply(([configMap]) => configMap),
      ]),
    );
    this.registerOutputs();
  }

  /**
   * Name of the ConfigMap with the keys, known once they are there: whoever mounts them waits for that.
   *
   * @throws pulumi.RunError where no keys are brought to.
   */
  configMapIn(home: TeamNamespace): pulumi.Output<string> {
    const configMap = this.copies.get(home);
    if (configMap === undefined) {
      throw new pulumi.RunError(
        `issuer-keys: has no keys in ${home.team}; add that namespace to those that it brings them to`,
      );
    }
    return configMap;
  }
}
