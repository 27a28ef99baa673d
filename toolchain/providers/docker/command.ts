import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Command {
  readonly args: readonly string[];
  /** Text for its stdin. @default none */
  readonly input?: string;
  /** Folder of the CLI's configuration and logins. @default the user's own */
  readonly configFolder?: string | undefined;
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the command. */
  readonly signal: AbortSignal;
  /** Sees each line of its stdout and stderr as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How many lines of a command are kept, and how long each may be. */
const KEPT_LINES = 20;
const LINE_LENGTH = 500;

export class CommandFailed extends Error {
  /** @param lines the last ones that the command printed */
  constructor(
    readonly command: string,
    readonly exitCode: number | null,
    readonly lines: readonly string[],
  ) {
    super(`docker ${command}: ${lines.join("\n") || `exit code ${String(exitCode)}`}`);
  }
}

/** The `docker` on the PATH, at one daemon. */
export class Docker {
  /** @param host address of the daemon; by default the CLI's own choice, such as DOCKER_HOST */
  constructor(private readonly host?: string) {}

  /**
   * Runs a command to its end.
   *
   * @returns the last lines of its stdout
   * @throws CommandFailed; the signal's reason; or what to do, without a docker or a daemon
   */
  async run(command: Command): Promise<string[]> {
    const { args, input, signal, onLine } = command;
    const stdout: string[] = [];
    const all: string[] = [];
    const child = spawn("docker", args, { env: this.environment(command), signal });
    const listen = (stream: NodeJS.ReadableStream, ...tails: string[][]): void => {
      createInterface({ input: stream }).on("line", (text) => {
        const line = plain(text);
        if (line === "") return;
        for (const tail of tails) {
          tail.push(line);
          if (tail.length > KEPT_LINES) tail.shift();
        }
        onLine?.(line);
      });
    };
    listen(child.stdout, all, stdout);
    listen(child.stderr, all);
    // A command that fails at once does not read its input.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);

    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") reject(new Error(NO_DOCKER));
      });
      child.on("close", resolve);
    });
    signal.throwIfAborted();
    if (exitCode === 0) return stdout;
    const unreachable = all.find((line) => UNREACHABLE.test(line));
    if (unreachable !== undefined) throw new Error(this.unreachable(unreachable));
    throw new CommandFailed(args[0] ?? "", exitCode, all);
  }

  private environment({ configFolder, environment }: Command): NodeJS.ProcessEnv {
    return {
      ...process.env,
      ...(this.host === undefined ? {} : { DOCKER_HOST: this.host }),
      ...(configFolder === undefined ? {} : { DOCKER_CONFIG: configFolder }),
      ...environment,
    };
  }

  private unreachable(line: string): string {
    const address = this.host ?? process.env.DOCKER_HOST;
    return (
      `no Docker daemon answers${address ? ` at ${address}` : ""}; start it, or name another one ` +
      `by DOCKER_HOST or the configuration docker:host (${line})`
    );
  }
}

const NO_DOCKER =
  "there is no docker on the PATH, and images are built by it; install Docker's command line";

const UNREACHABLE =
  /^(?:ERROR: )?(?:Cannot connect to the Docker daemon|error during connect|failed to open the raw stream connection|(?:Got )?permission denied while trying to connect)/i;

// eslint-disable-next-line no-control-regex -- the escape is what a terminal's colours begin with
const COLOUR = /\u001b\[[\d;]*m/g;

function plain(line: string): string {
  return line.replace(COLOUR, "").slice(0, LINE_LENGTH);
}
