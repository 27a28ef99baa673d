import { z } from "zod";
import type { ApiAnswer } from "../../cluster/api-client";

/** The API server's word on a request that it did not do. */
const statusSchema = z.object({
  kind: z.literal("Status"),
  reason: z.string().default(""),
  message: z.string().default(""),
  details: z
    .object({ name: z.string().default("") })
    .partial()
    .default({}),
});

/**
 * How far a request got. `allowed`: past the authorizer, whether the object was there or not;
 * `refused`: by the authorizer; `guardrail`: past the authorizer and refused by admission, or by
 * RBAC's own rule that nobody grants what they do not hold; `failed`: it proves nothing.
 */
export type Outcome = "allowed" | "refused" | "guardrail" | "failed";

export interface Attempt {
  readonly outcome: Outcome;
  /** What the API server said. */
  readonly detail: string;
}

/** Of an authorizer's refusal, and of nothing else: `User "a" cannot list resource "pods" …`. */
const refusal = /forbidden: User "[^"]*" cannot \S+ (resource|path) "/;

/** Reads how far a request got. */
export function attemptOf({ status, body }: ApiAnswer): Attempt {
  const parsed = statusSchema.safeParse(body);
  if (status >= 200 && status < 300) return { outcome: "allowed", detail: `HTTP ${status}` };
  if (!parsed.success) return { outcome: "failed", detail: `HTTP ${status}: ${excerpt(body)}` };
  const { reason, message, details } = parsed.data;
  return { outcome: outcomeOf(status, reason, message, details.name ?? ""), detail: message };
}

function outcomeOf(status: number, reason: string, message: string, name: string): Outcome {
  switch (true) {
    case status === 403:
      return refusal.test(message) ? "refused" : "guardrail";
    // Without a name it is the API that is not there, and nobody was asked for a right.
    case status === 404:
      return reason === "NotFound" && name !== "" ? "allowed" : "failed";
    case [400, 405, 406, 409, 415, 422].includes(status):
      return "allowed";
    default:
      return "failed";
  }
}

function excerpt(body: unknown): string {
  return (typeof body === "string" ? body : JSON.stringify(body)).trim().slice(0, 200);
}
