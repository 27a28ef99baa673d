import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { hostPlatform } from "../../../components/service-image/platform";

const root = join(__dirname, "../../..");
const platform = hostPlatform();

/** What a program wants of its image. */
export interface Wish {
  readonly tag: string;
  readonly dockerfile: string;
  /** @default {} */
  readonly args?: Readonly<Record<string, string>>;
  /** What is in the context beside the Dockerfile. @default the same each time */
  readonly content?: string;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ImageState {
  readonly id: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** A stack of its own with one image, in a folder with its own engine home and state. */
export class ImageStack {
  readonly repository = `localhost:30500/docker-provider-test/${randomUUID()}`;
  private readonly folder = mkdtempSync(join(tmpdir(), "docker-provider-"));
  private readonly environment = {
    ...process.env,
    PULUMI_HOME: join(this.folder, "home"),
    PULUMI_BACKEND_URL: `file://${join(this.folder, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "test",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };

  /** Installs the provider as setup.sh does, and makes the stack. */
  async create(): Promise<void> {
    for (const name of ["home", "state", "context"]) mkdirSync(join(this.folder, name));
    symlinkSync(join(root, "node_modules"), join(this.folder, "node_modules"));
    this.write("package.json", JSON.stringify({ main: "index.js" }));
    this.write(
      "Pulumi.yaml",
      "name: docker-provider-test\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    const install = `. toolchain/tools/version.sh; . toolchain/providers/install.sh
      bundles_write; plugin_install docker plugin_script "\${PULUMI_HOME}/providers/docker/main.js"`;
    const env = { ...this.environment, ROOT: root };
    await succeeded(this.start("bash", ["-euc", install], { cwd: root, env }));
    await this.pulumi("stack", "init", "dev");
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  /** Rewrites the program and the build context. */
  want({ tag, dockerfile, args = {}, content = this.repository }: Wish): void {
    const context = join(this.folder, "context");
    this.write("context/Dockerfile", dockerfile);
    this.write("context/content", `${content}\n`);
    const inputs = {
      imageName: `${this.repository}:${tag}`,
      build: { context, args, network: "host", platform },
      registry: { server: "localhost:30500" },
    };
    this.write(
      "index.js",
      `const { Image } = require("@pulumi/docker");
       exports.digest = new Image("app", ${JSON.stringify(inputs)}).repoDigest;`,
    );
  }

  /** @throws with what it printed, if it fails */
  pulumi(...args: readonly string[]): Promise<string> {
    return succeeded(this.startPulumi(args));
  }

  /** @param environment beside that of the stack */
  startPulumi(args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
    const env = { ...this.environment, ...environment };
    return this.start("pulumi", [...args, "--non-interactive"], { env });
  }

  /** What the state has of the image; undefined if it has none. */
  async image(): Promise<ImageState | undefined> {
    const { deployment } = JSON.parse(await this.pulumi("stack", "export")) as {
      deployment: { resources?: (ImageState & { type: string })[] };
    };
    return deployment.resources?.find(({ type }) => type === "docker:index/image:Image");
  }

  private start(
    program: string,
    args: readonly string[],
    options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
  ): ChildProcess {
    return spawn(program, args, {
      cwd: this.folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
      ...options,
    });
  }

  private write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr, [exitCode]] = await Promise.all([
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
    once(child, "close") as Promise<[number | null]>,
  ]);
  return { exitCode, stdout, stderr };
}

async function succeeded(child: ChildProcess): Promise<string> {
  const { exitCode, stdout, stderr } = await ended(child);
  if (exitCode !== 0) throw new Error(`${child.spawnargs.join(" ")}: ${stdout}${stderr}`);
  return stdout;
}
