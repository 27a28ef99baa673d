import type { Ask } from "./ask";
import type { Finding } from "./finding";
import { type Block, fold } from "./fold";
import { lastLines } from "./last-lines";
import { look } from "./look";
import { otherFindings } from "./other-findings";
import { mended, tryAgain } from "./retry";
import { workloadFindings } from "./workload-findings";

export interface Report {
  readonly blocks: readonly ReportedBlock[];
  /** Names of the objects whose controllers were made to try again. */
  readonly triedAgain: readonly string[];
}

/** A problem with the end of the log of one of its pods. */
export type ReportedBlock = Block & { readonly lines: readonly string[] };

/**
 * Looks at the program's namespaces.
 *
 * @param retry whether what was given up is tried again where its cause is gone
 * @throws CannotCheck if they cannot be looked at.
 */
export async function why(ask: Ask, retry: boolean): Promise<Report> {
  const seen = await look(ask, Date.now());
  // Causes come before what follows from them.
  const found = [...workloadFindings(seen), ...otherFindings(seen)];
  const gone = await mended(ask, found);
  const retries = retry ? [...gone].flatMap((finding) => finding.retry ?? []) : [];
  await Promise.all(retries.map((one) => tryAgain(ask, one)));

  const blocks = fold(
    found.map((finding) => (gone.has(finding) ? withCauseGone(finding, retry) : finding)),
  );
  return {
    blocks: await Promise.all(
      blocks.map(async (block) => ({
        ...block,
        lines: block.log ? await lastLines(ask, block.log) : [],
      })),
    ),
    triedAgain: retries.map(({ name }) => name),
  };
}

/** A controller waits ever longer after each refusal, at last 1000 s. */
function withCauseGone(finding: Finding, triedAgain: boolean): Finding {
  if (triedAgain) {
    const next = "it was tried again just now: `pulumi up` waits for what comes of it";
    return { ...finding, next };
  }
  if (!finding.retry?.trial) return finding;
  return {
    ...finding,
    cause: `${finding.cause}; the cause is gone, and its controller has not tried again yet`,
    next: "`npm run why -- --retry` lets it try at once, else it does within 17 minutes; then `pulumi up`",
  };
}
