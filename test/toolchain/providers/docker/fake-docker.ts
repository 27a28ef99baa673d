import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What the fake does when it is called as `docker <command> …`. */
export interface Reply {
  readonly command: string;
  readonly stdout?: readonly string[];
  readonly stderr?: readonly string[];
  /** @default 0 */
  readonly exitCode?: number;
  /** Does not end by itself. @default false */
  readonly hangs?: boolean;
}

export interface Call {
  readonly pid: number;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly host: string | null;
  readonly buildkit: string | null;
  /** DOCKER_CONFIG, and the permissions of that folder. */
  readonly config: string | null;
  readonly configMode: string | null;
}

/** A `docker` that stands first on the PATH of this process until `remove`. */
export class FakeDocker {
  private readonly folder = mkdtempSync(join(tmpdir(), "fake-docker-"));
  private readonly path = process.env.PATH;

  constructor(replies: readonly Reply[] = []) {
    this.reply(...replies);
    writeFileSync(join(this.folder, "docker"), PROGRAM);
    chmodSync(join(this.folder, "docker"), 0o755);
    process.env.PATH = [this.folder, this.path].join(delimiter);
  }

  reply(...replies: readonly Reply[]): void {
    writeFileSync(join(this.folder, "replies.json"), JSON.stringify(replies));
  }

  get calls(): Call[] {
    const file = join(this.folder, "calls");
    if (!existsSync(file)) return [];
    // The last piece is empty, or a line that is still being written.
    const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Call);
  }

  /** Waits until it has been called as `docker <command> …`; fails after ten seconds. */
  async called(command: string): Promise<void> {
    for (let attempt = 0; !this.calls.some(({ args }) => args[0] === command); attempt += 1) {
      if (attempt === 500) throw new Error(`docker ${command} was not called`);
      await sleep(20);
    }
  }

  remove(): void {
    process.env.PATH = this.path;
    rmSync(this.folder, { recursive: true });
  }
}

const PROGRAM = `#!${process.execPath}
const fs = require("node:fs");
const args = process.argv.slice(2);
const file = (name) => __dirname + "/" + name;
const reply = JSON.parse(fs.readFileSync(file("replies.json"), "utf8")).find(
  ({ command }) => command === args[0],
);
const { DOCKER_HOST, DOCKER_BUILDKIT, DOCKER_CONFIG } = process.env;
let stdin = "";
const answer = () => {
  const call = {
    pid: process.pid,
    args,
    stdin,
    host: DOCKER_HOST ?? null,
    buildkit: DOCKER_BUILDKIT ?? null,
    config: DOCKER_CONFIG ?? null,
    configMode: DOCKER_CONFIG ? (fs.statSync(DOCKER_CONFIG).mode & 0o777).toString(8) : null,
  };
  fs.appendFileSync(file("calls"), JSON.stringify(call) + "\\n");
  const { stdout = [], stderr = [], exitCode = 0, hangs } = reply ?? {};
  for (const line of stdout) fs.writeSync(1, line + "\\n");
  for (const line of stderr) fs.writeSync(2, line + "\\n");
  if (!hangs) process.exit(exitCode);
  setInterval(() => {}, 1000);
};
process.stdin.on("data", (chunk) => (stdin += chunk));
process.stdin.on("end", answer);
`;
