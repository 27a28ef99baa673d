import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { Emulator } from "../../iam/emulator";
import { ACCOUNT } from "../../iam/moto";
import { root } from "../node";
import { Result, run, succeed } from "../../iam/run";

export const clusterId = "sre-challenge";

/** The stack `dev` of the cluster, with and without the emulator's IAM. */
export class IamStack {
  private readonly folder = mkdtempSync(join(tmpdir(), "iam-stack-"));
  private readonly configFile = join(this.folder, "Pulumi.dev.yaml");
  private readonly credentials: Readonly<Record<string, string>>;

  constructor({ root: keys, region, url }: Emulator) {
    this.credentials = {
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    };
    const stack = load(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")) as {
      config: Record<string, unknown>;
    };
    const assumedBy = { kind: "roles", arns: [`arn:aws:iam::${ACCOUNT}:role/people`] };
    stack.config["sre-challenge:access"] = {
      account: ACCOUNT,
      region,
      cluster: { kind: "minikube", id: clusterId },
      endpoints: { iam: url, sts: url },
      teams: [
        { team: "payments", assumedBy },
        { team: "invoices", assumedBy },
      ],
    };
    writeFileSync(this.configFile, dump(stack));
  }

  /** Makes the roles, or heals them. */
  async up(...options: readonly string[]): Promise<void> {
    const args = ["up", "--yes", "--skip-preview", "--config-file", this.configFile, ...options];
    await this.pulumi(args, succeed);
  }

  previewUnchanged(): Promise<Result> {
    const args = ["preview", "--expect-no-changes", "--config-file", this.configFile];
    return this.pulumi(args, run);
  }

  /** Takes the roles away: the stack is what its own file says again. */
  async upWithoutIam(): Promise<void> {
    await this.pulumi(["up", "--yes", "--skip-preview"], succeed);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private pulumi<T>(args: readonly string[], by: (...command: Parameters<typeof run>) => T): T {
    const options = ["--stack", "dev", "--non-interactive"];
    return by("pulumi", [...args, ...options], { ...process.env, ...this.credentials }, root);
  }
}
