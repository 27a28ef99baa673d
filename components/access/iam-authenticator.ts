import { createHash } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { serviceLabels } from "../labels";
import { authenticatorConfig, authenticatorName, authenticatorSpec } from "./authenticator";
import { type MappedRole, mappingFile } from "./identity-mapping";

export interface IamAuthenticatorArgs {
  /** What the tokens have to be made out to. */
  readonly clusterId: string;
  /** The roles that get in. */
  readonly roles: pulumi.Input<readonly MappedRole[]>;
}

/** What EKS has built in, on Minikube: tells the API server whose role a token was signed by. */
export class IamAuthenticator extends pulumi.ComponentResource {
  constructor(name: string, args: IamAuthenticatorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("sre-challenge:IamAuthenticator", name, {}, opts);
    const child = { parent: this };
    const metadata = {
      name: authenticatorName,
      namespace: "kube-system",
      labels: serviceLabels(authenticatorName, "platform"),
    };
    const data = pulumi
      .output(args.roles)
      .apply((roles) => authenticatorConfig(args.clusterId, mappingFile(roles)));

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      name,
      { metadata, automountServiceAccountToken: false },
      child,
    );
    const config = new k8s.core.v1.ConfigMap(name, { metadata, data }, child);
    new k8s.apps.v1.DaemonSet(
      name,
      {
        metadata,
        spec: authenticatorSpec({
          serviceAccount: serviceAccount.metadata.name,
          config: config.metadata.name,
          configHash: data.apply((files) => hash(JSON.stringify(files))),
        }),
      },
      child,
    );
    this.registerOutputs({});
  }
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
