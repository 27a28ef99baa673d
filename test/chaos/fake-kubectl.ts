import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A kubectl that answers as it is told, and a docker; what they were asked is noted, without the context. */
export class FakeKubectl {
  private readonly folder = mkdtempSync(join(tmpdir(), "kubectl-"));
  private readonly path = process.env.PATH;

  constructor() {
    const script = `#!/usr/bin/env bash
      shift 2
      if [[ -e ${this.folder}/at-once && $* =~ $(cat "${this.folder}/refused-at-once") ]]; then
        cat "${this.folder}/at-once" >&2
        exit 1
      fi
      [[ ! -e ${this.folder}/$1.says ]] || cat "${this.folder}/$1.says"
      input=$(cat)
      printf '%s%s\\n' "$*" "\${input:+ <<< $input}" >>"${this.folder}/calls"
      if [[ -e ${this.folder}/refusal && $* =~ $(cat "${this.folder}/refused") ]]; then
        cat "${this.folder}/refusal" >&2
        exit 1
      fi
      [[ $1 != get || ! -e ${this.folder}/$2.json ]] || cat "${this.folder}/$2.json"`;
    writeFileSync(join(this.folder, "kubectl"), script);
    chmodSync(join(this.folder, "kubectl"), 0o755);
    const docker = `#!/usr/bin/env bash\n echo "docker $*" >>"${this.folder}/calls"`;
    writeFileSync(join(this.folder, "docker"), docker, { mode: 0o755 });
    process.env.PATH = `${this.folder}:${this.path}`;
  }

  /** What `kubectl get <kind>` prints. */
  has(kind: string, object: unknown): void {
    writeFileSync(join(this.folder, `${kind}.json`), JSON.stringify(object));
  }

  /** What `kubectl <verb>` prints before it reads its input. */
  says(verb: string, line: string): void {
    writeFileSync(join(this.folder, `${verb}.says`), `${line}\n`);
  }

  /** Calls that match the expression fail so before they read their input. */
  refusesAtOnce(expression: string, reason: string): void {
    writeFileSync(join(this.folder, "refused-at-once"), expression);
    writeFileSync(join(this.folder, "at-once"), reason);
  }

  /** Calls that match the expression fail so. */
  refuses(expression: string, reason: string): void {
    writeFileSync(join(this.folder, "refused"), expression);
    writeFileSync(join(this.folder, "refusal"), reason);
  }

  /** Everything that it was asked, but not what only reads. */
  get changes(): string[] {
    return this.calls.filter((call) => !call.startsWith("get "));
  }

  /** What it was asked to get, without the format. */
  get reads(): string[] {
    return this.calls.flatMap((call) => /^get (.*?) --output/.exec(call)?.[1] ?? []);
  }

  remove(): void {
    process.env.PATH = this.path;
    rmSync(this.folder, { recursive: true });
  }

  private get calls(): string[] {
    const file = join(this.folder, "calls");
    return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  }
}
