// A machine made of files: a clone of this project in a path with a blank, a HOME, and a PATH
// that has only the plain programs of a system and the fakes that a test puts there.

import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { createHash, randomInt } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const projectRoot = path.resolve(__dirname, "../..");

const systemPrograms =
  "awk base64 bash cat chmod cp cut date df dirname du env find getconf grep head id ln ls mkdir mktemp mv " +
  "openssl paste ps readlink rm rmdir sed sh sleep sort stat tail tar gzip touch tr uname wc xargs";

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly process: ChildProcess;
  /** Resolves once standard output has the text. */
  readonly shows: (text: string) => Promise<void>;
  readonly result: Promise<Result>;
}

export class Sandbox {
  readonly dir = fs.mkdtempSync(path.join(os.tmpdir(), "setup-"));
  readonly clone = path.join(this.dir, "a clone");
  readonly home = path.join(this.dir, "home");
  readonly bin = path.join(this.dir, "bin");
  readonly locks = path.join(this.dir, "locks");
  readonly served = path.join(this.dir, "served");
  /** Stands for invoice-app's, which a cluster on this very machine may have taken. */
  readonly port = randomInt(20_000, 30_000);
  readonly env: Record<string, string>;
  readonly #calls = path.join(this.dir, "calls");

  constructor() {
    for (const dir of [this.clone, this.home, this.bin, this.served]) fs.mkdirSync(dir);
    this.copyClone(this.clone);
    for (const program of systemPrograms.split(" ")) this.linkSystem(program);
    this.linkSystem("sha256sum", "shasum");
    this.env = {
      PATH: this.bin,
      HOME: this.home,
      TMPDIR: this.dir,
      SRE_CHALLENGE_LOCKS: this.locks,
      CALLS: this.#calls,
      FAKE: this.dir,
    };
    this.fake("sysctl", "echo 17179869184");
    fs.writeFileSync(path.join(this.dir, "meminfo"), "MemTotal: 16777216 kB\n");
  }

  /** Makes a clone with the scripts under test and the smallest npm and Pulumi project. */
  copyClone(to: string): void {
    fs.mkdirSync(to, { recursive: true });
    for (const part of [
      "setup.sh",
      "toolchain/versions.env",
      "toolchain/shell",
      "toolchain/tools",
      "toolchain/cluster",
      "toolchain/docker",
      "toolchain/people",
      "toolchain/state",
    ]) {
      fs.cpSync(path.join(projectRoot, part), path.join(to, part), { recursive: true });
    }
    this.edit("cluster/load-balancer", "PORT=30081", `PORT=${this.port}`, to);
    this.edit("cluster/registry", "PORT=30500", `PORT=${this.port + 1}`, to);
    this.edit("shell/preflight", "/proc/meminfo", path.join(this.dir, "meminfo"), to);
    this.lockPackages({ "node_modules/thing": { version: "1.0.0" } }, to);
    fs.writeFileSync(path.join(to, "Pulumi.dev.yaml"), "config: {}\n");
  }

  /** Replaces a text in a part of a clone's scripts, which must have it. */
  edit(part: string, from: string, to: string, clone = this.clone): void {
    const file = path.join(clone, `toolchain/${part}.sh`);
    const text = fs.readFileSync(file, "utf8");
    if (!text.includes(from)) throw new Error(`${part} has no ${from}`);
    fs.writeFileSync(file, text.replaceAll(from, to));
  }

  /** Writes a clone's package-lock.json. */
  lockPackages(packages: Readonly<Record<string, object>>, clone = this.clone): void {
    fs.writeFileSync(path.join(clone, "package-lock.json"), JSON.stringify({ packages }));
  }

  remove(): void {
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  link(name: string, target: string): void {
    fs.symlinkSync(target, path.join(this.bin, name));
  }

  /** Links the first of these programs that this system has. */
  linkSystem(...names: readonly string[]): void {
    const program = systemProgram(...names);
    this.link(path.basename(program), program);
  }

  /** Puts a bash program on the PATH; each call of it is a line in `calls()`. */
  fake(name: string, body: string, dir = this.bin): void {
    const file = path.join(dir, name);
    fs.rmSync(file, { force: true });
    fs.writeFileSync(file, program(body), { mode: 0o755 });
  }

  /** Takes programs off the PATH. */
  without(...names: readonly string[]): void {
    for (const name of names) fs.rmSync(path.join(this.bin, name), { force: true });
  }

  calls(): readonly string[] {
    return fs.existsSync(this.#calls)
      ? fs.readFileSync(this.#calls, "utf8").trimEnd().split("\n")
      : [];
  }

  /** Serves a file at every URL that ends with its name, and pins its checksum for TOOL. */
  serve(tool: string, name: string, content: Buffer | string): void {
    fs.writeFileSync(path.join(this.served, name), content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    this.editVersions(new RegExp(`(${tool}_SHA256_\\w+)=.*`, "g"), `$1=${sha256}`);
    this.editVersions(new RegExp(`(${tool}_URL_\\w+)=.*`, "g"), `$1=https://release.test/${name}`);
  }

  editVersions(pattern: RegExp, replacement: string): void {
    const file = path.join(this.clone, "toolchain/versions.env");
    fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(pattern, replacement));
  }

  /** The content of a file of the clone's state; undefined if it is not there. */
  state(name: string): string | undefined {
    const file = path.join(this.clone, ".state", name);
    return fs.existsSync(file) ? fs.readFileSync(file, "utf8") : undefined;
  }

  exists(...parts: readonly string[]): boolean {
    return fs.existsSync(path.join(this.dir, ...parts));
  }

  /** Every path under the sandbox, with its content's size and time: what a run may change. */
  snapshot(): readonly string[] {
    return fs
      .readdirSync(this.dir, { recursive: true, encoding: "utf8" })
      .filter((name) => name !== "calls")
      .map((name) => {
        const { size, mtimeMs } = fs.lstatSync(path.join(this.dir, name));
        return `${name} ${String(size)} ${String(mtimeMs)}`;
      })
      .sort();
  }

  /** Starts setup.sh of a clone. */
  start(
    args: readonly string[] = [],
    { cwd = this.dir, clone = this.clone, env = {} }: StartOptions = {},
  ): Run {
    return this.#bash([path.join(clone, "setup.sh"), ...args], {
      cwd,
      env: { ...this.env, ...env },
    });
  }

  run(args: readonly string[] = [], options: StartOptions = {}): Promise<Result> {
    return this.start(args, options).result;
  }

  /** Runs a line of bash with the functions of some of setup.sh's parts. */
  shell(parts: readonly string[], line: string): Promise<Result> {
    const script = [
      "set -euo pipefail",
      `ROOT="${this.clone}" STATE="$ROOT/.state" BIN="$STATE/bin" CACHE="$HOME/.cache/sre-challenge"`,
      'USER_PATH="$PATH" SOURCE=release',
      "exec 3>&1",
      'source "$ROOT/toolchain/versions.env"',
      ...parts.map((part) => `source "$ROOT/toolchain/${part}.sh"`),
      line,
    ];
    return this.#bash(["-c", script.join("\n")], { cwd: this.dir, env: this.env }).result;
  }

  #bash(args: readonly string[], options: SpawnOptions): Run {
    const child = spawn("/bin/bash", args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const result = new Promise<Result>((resolve) => {
      child.on("close", (code) => {
        resolve({ code, stdout, stderr });
      });
    });
    const shows = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (stdout.includes(text)) resolve();
        };
        child.stdout.on("data", look);
        child.on("close", () => {
          reject(new Error(`ended before it showed "${text}":\n${stdout}\n${stderr}`));
        });
        look();
      });
    return { process: child, shows, result };
  }
}

interface StartOptions {
  readonly cwd?: string;
  readonly clone?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The text of a bash program that records its call and then does BODY; -p: it is no part of what is tested. */
export function program(body: string): string {
  return `#!/bin/bash -p\nprintf '%s\\n' "\${0##*/} $*" >>"$CALLS"\n${body}\n`;
}

/** Where the first of these programs is that this system has. */
export function systemProgram(...names: readonly string[]): string {
  const found = names
    .flatMap((name) => ["/bin", "/usr/bin", "/usr/sbin"].map((dir) => path.join(dir, name)))
    .find((file) => fs.existsSync(file));
  if (found === undefined) throw new Error(`this system has no ${names.join(" or ")}`);
  return found;
}
