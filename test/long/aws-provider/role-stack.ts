import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ACCOUNT, Moto } from "../../iam/moto";
import { Result, run, succeed } from "../../iam/run";
import { root } from "../../cluster/node";

/** What a program wants of its role. */
export interface Wish {
  readonly name: string;
  readonly path?: string;
  readonly description?: string;
  /** The role that may assume it. */
  readonly assumedBy: string;
  /** @default moto's */
  readonly account?: string;
}

export interface ResourceState {
  readonly id: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** A stack of its own with one role and a policy in it, with its own engine home and state. */
export class RoleStack {
  private readonly folder = mkdtempSync(join(tmpdir(), "aws-provider-"));
  readonly credentials = { AWS_ACCESS_KEY_ID: "AKIAROLESTACK", AWS_SECRET_ACCESS_KEY: "not-kept" };
  private readonly environment = {
    ...process.env,
    ...this.credentials,
    PULUMI_HOME: join(this.folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };

  constructor(private readonly moto: Moto) {}

  /** Installs the provider as setup.sh does, and makes the stack. */
  async create(): Promise<void> {
    for (const name of ["home", "state"]) mkdirSync(join(this.folder, name));
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    this.write("package.json", JSON.stringify({ main: "index.js" }));
    this.write(
      "Pulumi.yaml",
      "name: aws-provider-test\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    const install = `
      . toolchain/tools/version.sh
      . toolchain/providers/install.sh
      bundles_write
      plugin_install aws plugin_script "$PULUMI_HOME/providers/aws/main.js"`;
    await succeed("bash", ["-euc", install], { ...this.environment, ROOT: root }, root);
    await this.pulumi("stack", "init", "dev");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Deletes what is in AWS, as `setup.sh --destroy` does. */
  async leave(): Promise<void> {
    const leave = `
      . "$ROOT/toolchain/shell/process.sh"
      . "$ROOT/toolchain/shell/stack.sh"
      stack_unlock() { :; }
      attempt() { shift; "$@"; GROUP_STATUS=0; }
      stack_leave_aws`;
    await succeed("bash", ["-euc", leave], { ...this.environment, ROOT: root }, this.folder);
  }

  /** Rewrites the program. */
  want({ assumedBy, account = ACCOUNT, ...role }: Wish): void {
    const provider = {
      region: "eu-west-1",
      allowedAccountIds: [account],
      endpoints: [{ iam: this.moto.url, sts: this.moto.url }],
      skipMetadataApiCheck: true,
    };
    const trust = {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: [assumedBy] } }],
    };
    const policy = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "eks:DescribeCluster", Resource: "arn:aws:eks:::one" },
      ],
    };
    this.write(
      "index.js",
      `const { Provider } = require("@pulumi/aws/provider");
       const { Role } = require("@pulumi/aws/iam/role");
       const { RolePolicy } = require("@pulumi/aws/iam/rolePolicy");
       const provider = new Provider("aws", ${JSON.stringify(provider)});
       const inputs = ${JSON.stringify({ ...role, assumeRolePolicy: JSON.stringify(trust) })};
       const role = new Role("team", inputs, { provider });
       const policy = ${JSON.stringify(JSON.stringify(policy))};
       new RolePolicy("team", { name: "describe", role: role.name, policy }, { provider });
       exports.uniqueId = role.uniqueId;`,
    );
  }

  /** @throws with what it printed, if it fails */
  pulumi(...args: readonly string[]): Promise<string> {
    return succeed("pulumi", [...args, "--non-interactive"], this.environment, this.folder);
  }

  /** @param environment beside that of the stack */
  tryPulumi(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Result> {
    const env = { ...this.environment, ...environment };
    return run("pulumi", [...args, "--non-interactive"], env, this.folder);
  }

  /** All that the state holds, as text. */
  state(): Promise<string> {
    return this.pulumi("stack", "export");
  }

  async resource(type: string): Promise<ResourceState | undefined> {
    const { deployment } = JSON.parse(await this.state()) as {
      deployment: { resources?: ResourceState[] };
    };
    return deployment.resources?.find((resource) => resource.type === type);
  }

  private write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }
}
