import { kubectl } from "./kubectl";

/** What these tests read of an entry of the API server's audit log. */
export interface AuditEvent {
  readonly level: string;
  readonly verb: string;
  readonly user: { readonly username?: string };
  readonly objectRef?: { readonly resource?: string; readonly namespace?: string };
  readonly requestObject?: unknown;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The audit log's entries since then, as text of one line each. */
export async function auditLines(since: Date): Promise<readonly string[]> {
  const log = ["logs", "--namespace=kube-system", "--selector=component=kube-apiserver"];
  const text = await kubectl([...log, "--tail=-1", `--since-time=${since.toISOString()}`]);
  return text.split("\n").filter((line) => line.startsWith('{"kind":"Event"'));
}

/**
 * The entries since then that fit. An entry may come a little after its answer, and the log of
 * an API server that was started again can be read a little after it answers.
 */
export async function auditEvents(
  since: Date,
  fits: (event: AuditEvent) => boolean,
): Promise<readonly AuditEvent[]> {
  for (let tries = 1; ; tries++) {
    const lines = await auditLines(since).catch((error: unknown) => {
      if (tries === 20) throw error;
      return [];
    });
    const found = lines.map((line) => JSON.parse(line) as AuditEvent).filter(fits);
    if (found.length > 0 || tries === 20) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
