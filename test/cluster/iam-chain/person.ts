import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf } from "../../iam/authenticator";
import type { Emulator } from "../../iam/emulator";
import { root } from "../node";
import { Result, run, succeed } from "../../iam/run";

interface Cluster {
  readonly server: string;
  readonly "certificate-authority-data": string;
}

/** A shell of somebody who has nothing but AWS credentials and what setup.sh --login wrote. */
export class PersonsShell {
  /** Empty. */
  private readonly home = mkdtempSync(join(tmpdir(), "home-"));
  private readonly cluster: Cluster;
  private readonly environment: Readonly<Record<string, string | undefined>>;

  constructor(emulator: Emulator) {
    const view = ["config", "view", "--raw", "--flatten", "--minify", "--output=json"];
    const config = JSON.parse(execFileSync("kubectl", view, { encoding: "utf8" })) as {
      clusters: [{ cluster: Cluster }];
    };
    this.cluster = config.clusters[0].cluster;
    this.environment = {
      ...environmentOf(emulator),
      NO_PROXY: new URL(this.cluster.server).hostname,
      PATH: process.env.PATH,
      HOME: this.home,
    };
  }

  /** @returns path of the kubeconfig */
  async login(team: string, person: string): Promise<string> {
    const args = [join(root, "setup.sh"), "--login", team, "--as", person];
    const proxy = this.environment;
    await succeed("bash", args, { ...process.env, ...proxy, HOME: process.env.HOME }, root);
    return join(root, `.state/people/${person}@${team}.kubeconfig`);
  }

  async logout(team: string): Promise<void> {
    await succeed("bash", [join(root, "setup.sh"), "--logout", team], process.env, root);
  }

  kubectl(kubeconfig: string, ...args: readonly string[]): Promise<Result> {
    return run("kubectl", args, { ...this.environment, KUBECONFIG: kubeconfig }, this.home);
  }

  /** kubectl with one bearer token and no other credentials. */
  async withToken(token: string, ...args: readonly string[]): Promise<Result> {
    const folder = mkdtempSync(join(tmpdir(), "token-"));
    const kubeconfig = join(folder, "kubeconfig");
    const name = "test";
    const config = {
      apiVersion: "v1",
      kind: "Config",
      "current-context": name,
      clusters: [{ name, cluster: this.cluster }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    };
    writeFileSync(kubeconfig, JSON.stringify(config), { mode: 0o600 });
    try {
      return await this.kubectl(kubeconfig, ...args);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
