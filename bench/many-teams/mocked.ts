import { core, Provider } from "@pulumi/kubernetes";
import { forgetKubeconfig } from "../../components";
import { record } from "../../render/recorder";
import type { ExpectedService } from "../../verify/expected";
import { manyTeams } from "./program";

const context = "many-teams";

/** The program as index.ts has it run, by mocks of the engine and of the provider. */
export function mocked(services: readonly ExpectedService[]) {
  return record(() => {
    const provider = new Provider(
      "cluster",
      {
        context,
        clusterIdentifier: context,
        enableServerSideApply: true,
        enableSecretMutable: true,
        enableConfigMapMutable: true,
      },
      { transformations: [forgetKubeconfig] },
    );
    const reached = core.v1.Namespace.get("reached", "kube-system", { provider });
    return manyTeams(services, { provider, dependsOn: reached });
  });
}
