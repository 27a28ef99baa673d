import { execFileSync, spawnSync } from "node:child_process";
import { renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A Python package from PyPI. */
export interface PythonPackage {
  readonly name: string;
  readonly version: string;
  /** Of its optional parts, in pip's words, such as `[server,iam]`. @default none */
  readonly extras?: string;
  /** What loads only where the package is whole. */
  readonly module: string;
}

/**
 * The Python of an environment that has the package, in the cache, which may have been moved since it was
 * made: only what lies beside Python in `bin` names its place. Made anew where the module does not load,
 * which takes up to two minutes.
 */
export function pythonWith(wanted: PythonPackage): string {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "sre-challenge");
  const name = `${wanted.name}-${wanted.version}`;
  const folder = join(cache, name);
  if (loads(folder, wanted)) return python(folder);
  process.stderr.write(`installing ${name} into ${folder}\n`);
  // Beside its place, and moved there when it is whole: a broken-off install is made anew.
  const part = `${folder}.part`;
  rmSync(part, { recursive: true, force: true });
  install(part, wanted);
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  return python(folder);
}

function install(folder: string, { name, version, extras = "" }: PythonPackage): void {
  const run = (program: string, ...args: string[]): void => {
    execFileSync(program, args, { stdio: ["ignore", "ignore", "inherit"] });
  };
  try {
    run("python3", "-m", "venv", folder);
  } catch (cause) {
    const remedy = "install Python 3.10 or newer, on Debian with python3-venv";
    throw new Error(`python3 made no environment for ${name}; ${remedy}`, { cause });
  }
  const quiet = ["--quiet", "--disable-pip-version-check"];
  run(python(folder), "-m", "pip", "install", ...quiet, `${name}${extras}==${version}`);
}

function loads(folder: string, { module }: PythonPackage): boolean {
  return spawnSync(python(folder), ["-c", `import ${module}`], { stdio: "ignore" }).status === 0;
}

function python(folder: string): string {
  return join(folder, "bin/python");
}
