import { setTimeout as delay } from "node:timers/promises";
import { ApiError, Cancelled, Unreachable } from "./errors";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 4_000;

/** Whether the same request may well succeed a moment later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Unreachable) {
    return ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "EHOSTUNREACH"].includes(
      error.code,
    );
  }
  if (!(error instanceof ApiError)) return false;
  if ([429, 502, 503, 504].includes(error.code)) return true;
  // A new ResourceQuota counts nothing until its controller has seen it.
  if (error.code === 403) return error.message.includes("status unknown for quota");
  return error.code === 500 && error.message.includes("etcdserver");
}

/** Repeats `operation` with growing pauses while its error passes `retryable`, at most `forMs`. */
export async function withRetries<T>(
  operation: () => Promise<T>,
  retryable: (error: unknown) => boolean,
  forMs: number,
  signal: AbortSignal,
): Promise<T> {
  const until = Date.now() + forMs;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await operation();
    } catch (error) {
      const asked = error instanceof ApiError ? 1000 * error.retryAfter : 0;
      const wait = Math.max(pause, Math.min(asked, LONGEST_PAUSE_MS));
      if (!retryable(error) || Date.now() + wait > until) throw error;
      await pauseFor(wait, signal);
    }
  }
}

/** @throws Cancelled when the signal fires first. */
export async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch {
    throw new Cancelled();
  }
}
