import { join } from "node:path";
import { people, setup } from "./people";
import { pulumiAs } from "./preview";

/** Somebody of the platform team, who deploys with nothing but that team's rights. */
export class Deployer {
  private readonly kubeconfig: string;

  /** Gets credentials of its own for somebody of that name. */
  constructor(name: string) {
    expect(setup("--login", "platform", "--as", name)).toMatchObject({ status: 0, stderr: "" });
    this.kubeconfig = join(people, `platform-${name}.kubeconfig`);
  }

  pulumi(...args: readonly string[]): string {
    return pulumiAs(this.kubeconfig, ...args);
  }

  up(...args: readonly string[]): void {
    this.pulumi("up", "--yes", "--skip-preview", ...args);
  }

  leave(): void {
    setup("--logout", "platform");
  }
}
