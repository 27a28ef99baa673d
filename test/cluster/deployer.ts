import { join } from "node:path";
import { kubectl } from "./kubectl";
import { people, setup } from "./people";
import { pulumiAs } from "./preview";

/** Somebody of the platform team, who deploys with nothing but that team's rights. */
export class Deployer {
  private readonly kubeconfig: string;

  /** Gets credentials of its own for somebody of that name. */
  constructor(name: string) {
    expect(setup("--login", "platform", "--as", name)).toMatchObject({ status: 0, stderr: "" });
    this.kubeconfig = join(people, `${name}@platform.kubeconfig`);
  }

  pulumi(...args: readonly string[]): Promise<string> {
    return pulumiAs(this.kubeconfig, ...args);
  }

  async up(...args: readonly string[]): Promise<void> {
    await this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  /** Deploys what replaces invoice-app's pods. Asked before the old ones have gone, one of them might answer. */
  async replaceInvoicing(...args: readonly string[]): Promise<void> {
    const home = "--namespace=invoices";
    const service = "--selector=app.kubernetes.io/name=invoice-app";
    const old = await kubectl(["get", "pods", home, service, "--output=name"]);
    await this.up(...args);
    await kubectl(["wait", "--for=delete", "--timeout=240s", home, ...old.trim().split("\n")]);
  }

  leave(): void {
    setup("--logout", "platform");
  }
}
