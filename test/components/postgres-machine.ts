import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const programs = "/usr/lib/postgresql/15/bin";

/** What became of a script or a program. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** PostgreSQL runs as anyone but root: as root, the tests take the user that the package made. */
function serverUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

/**
 * The database's scripts on this machine, as the pod has them: their folder, passwords, a volume for
 * the data and one for the dumps. The server listens on a free port.
 */
export class PostgresMachine {
  readonly folder = mkdtempSync(join(tmpdir(), "pg-"));
  readonly data = join(this.folder, "data/pgdata");
  readonly backups = join(this.folder, "backups");
  readonly log: string[] = [];
  private readonly user = serverUser();
  private server: ChildProcess | undefined;

  private constructor(readonly port: number) {
    cpSync("components/postgres-database/scripts", join(this.folder, "scripts"), {
      recursive: true,
    });
    for (const name of ["data", "run", "backups"]) {
      mkdirSync(join(this.folder, name));
      this.handOver(join(this.folder, name));
    }
    chmodSync(this.folder, 0o755);
    this.setPassword("owner", "owner's first");
    this.setPassword("service", "service's first");
  }

  static async make(): Promise<PostgresMachine> {
    if (!existsSync(join(programs, "postgres"))) {
      throw new Error(`${programs} is not there. Bring it: apt-get install postgresql-15`);
    }
    const socket = createServer().listen(0, "127.0.0.1");
    await once(socket, "listening");
    const { port } = socket.address() as AddressInfo;
    socket.close();
    return new PostgresMachine(port);
  }

  setPassword(role: "owner" | "service", password: string): void {
    const write = (name: string, text: string) => {
      const file = join(this.folder, name);
      writeFileSync(file, text);
      // As a Secret is mounted: its group may read it.
      chmodSync(file, 0o440);
      this.handOver(file);
    };
    rmSync(join(this.folder, `${role}.password`), { force: true });
    rmSync(join(this.folder, `${role}.pgpass`), { force: true });
    write(`${role}.password`, password);
    write(`${role}.pgpass`, `*:*:*:*:${password}\n`);
  }

  /** Runs start.sh until the server accepts connections. */
  start(): Promise<void> {
    return this.untilReady((this.server = this.spawnStart()));
  }

  /** Runs start.sh beside the server, which is killed a while later, until the new one is ready. */
  async startBeside(): Promise<void> {
    const next = this.spawnStart();
    await sleep(1000);
    if (next.exitCode !== null) throw new Error(this.log.join(""));
    await this.signal("SIGKILL");
    await this.untilReady((this.server = next));
  }

  private async untilReady(server: ChildProcess): Promise<void> {
    while (this.program("pg_isready", ["--dbname=postgres", "--username=postgres"]).status !== 0) {
      if (server.exitCode !== null) throw new Error(this.log.join(""));
      await sleep(50);
    }
  }

  /** Runs start.sh where it is not to come to a server. */
  async startInVain(): Promise<number | null> {
    const server = this.spawnStart();
    await once(server, "close");
    return server.exitCode;
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    const server = this.server;
    if (server?.exitCode === null && server.signalCode === null) {
      server.kill(signal);
      await once(server, "close");
    }
    this.server = undefined;
  }

  /** Runs a command as the pod's user in the server's environment, and waits for the server's end. */
  async stopBy(command: readonly string[]): Promise<Ended> {
    const closed = this.server && once(this.server, "close");
    const [program = "", ...args] = command;
    const ended = this.run(program, args, this.serverEnvironment());
    await closed;
    this.server = undefined;
    return ended;
  }

  /** The answers to queries of one session over TCP, as psql prints them unaligned. */
  ask(
    role: string,
    password: string,
    query: string | readonly string[],
    database = "payments",
  ): Ended {
    const args = [
      "--no-psqlrc",
      "-qAtX",
      "-h",
      "127.0.0.1",
      "-U",
      role,
      "-d",
      database,
      ...[query].flat().flatMap((one) => ["-c", one]),
    ];
    return this.run(join(programs, "psql"), args, {
      PGPORT: String(this.port),
      PGPASSWORD: password,
    });
  }

  /** A client of the role `service` that stays until the server sends it away. */
  async stay(): Promise<{ readonly sentAway: Promise<unknown> }> {
    const args = ["-h", "127.0.0.1", "-U", "service", "-c", "SELECT pg_sleep(60)", "payments"];
    const client = spawn(join(programs, "psql"), args, {
      env: { PGPORT: String(this.port), PGPASSFILE: "", PGPASSWORD: "service's first" },
      cwd: this.folder,
      ...this.user,
    });
    const sentAway = once(client, "close");
    const asleep = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'";
    while (this.askInside(asleep) !== "1") await sleep(50);
    return { sentAway };
  }

  /** The answer to a query over the socket, as the server's own user. */
  askInside(query: string, database = "postgres"): string {
    const args = ["-qAtX", "-U", "postgres", "-d", database, "-c", query];
    const { stdout, stderr } = this.program("psql", args);
    return stdout.trim() + stderr.trim();
  }

  /** Runs backup.sh or restore.sh over TCP. */
  job(script: string): Ended {
    return this.run("bash", [join(this.folder, "scripts", script)], this.jobEnvironment());
  }

  /** The same, beside what else happens. */
  async jobBeside(script: string): Promise<Ended> {
    const job = spawn("bash", [join(this.folder, "scripts", script)], {
      env: { PATH: process.env.PATH, ...this.jobEnvironment() },
      cwd: this.folder,
      ...this.user,
    });
    const said = { stdout: "", stderr: "" };
    job.stdout.on("data", (chunk: Buffer) => (said.stdout += chunk.toString()));
    job.stderr.on("data", (chunk: Buffer) => (said.stderr += chunk.toString()));
    await once(job, "close");
    return { status: job.exitCode, ...said };
  }

  async remove(): Promise<void> {
    await this.signal("SIGKILL");
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Gives a file or folder to the user that the server runs as. */
  handOver(path: string): void {
    if (this.user) chownSync(path, this.user.uid, this.user.gid);
  }

  private spawnStart(): ChildProcess {
    const server = spawn("bash", [join(this.folder, "scripts/start.sh")], {
      env: { PATH: process.env.PATH, ...this.serverEnvironment() },
      cwd: this.folder,
      ...this.user,
    });
    const note = (chunk: Buffer) => this.log.push(chunk.toString());
    server.stdout.on("data", note);
    server.stderr.on("data", note);
    return server;
  }

  private serverEnvironment(): Record<string, string> {
    return {
      PGDATA: this.data,
      PGHOST: join(this.folder, "run"),
      PGPORT: String(this.port),
      PGDATABASE: "payments",
      OWNER_PASSWORD_FILE: join(this.folder, "owner.password"),
      SERVICE_PASSWORD_FILE: join(this.folder, "service.password"),
    };
  }

  private jobEnvironment(): Record<string, string> {
    return {
      PGHOST: "127.0.0.1",
      PGPORT: String(this.port),
      PGDATABASE: "payments",
      PGUSER: "owner",
      PGSSLMODE: "disable",
      PASSWORD_FILE: join(this.folder, "owner.pgpass"),
      BACKUP_DIR: this.backups,
      PATIENCE: "2",
    };
  }

  private program(name: string, args: readonly string[]): Ended {
    return this.run(join(programs, name), args, this.serverEnvironment());
  }

  private run(program: string, args: readonly string[], env: Record<string, string>): Ended {
    const { status, stdout, stderr } = spawnSync(program, args, {
      encoding: "utf8",
      env: { PATH: process.env.PATH, ...env },
      cwd: this.folder,
      ...this.user,
    });
    return { status, stdout, stderr };
  }
}
