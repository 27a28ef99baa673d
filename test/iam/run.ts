import { execFile } from "node:child_process";

export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. Not by execFileSync: STS lives in this process, and the program may
 * wait for it.
 */
export function run(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const options = { env, cwd, encoding: "utf8", maxBuffer: 64 << 20 } as const;
    execFile(program, args, options, (error, stdout, stderr) => {
      const code = error?.code ?? 0;
      if (typeof code === "number") resolve({ status: code, stdout, stderr });
      else reject(new Error(`${program} cannot be run: ${code}`));
    });
  });
}

/** @throws unless it succeeds, with all that it printed */
export async function succeed(...command: Parameters<typeof run>): Promise<string> {
  const { status, stdout, stderr } = await run(...command);
  if (status === 0) return stdout;
  const [program, args] = command;
  throw new Error(`${program} ${args.join(" ")} ended with ${status}:\n${stdout}\n${stderr}`);
}
