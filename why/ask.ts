import type { ApiAnswer, ApiClient } from "../cluster/api-client";

/** Asks the API server. */
export type Ask = ApiClient["ask"];

/** What the API server says to a request that it does not take. */
export function refusalOf({ status, body }: ApiAnswer): string {
  const { message } = Object(body) as { message?: string };
  return message ?? `HTTP ${status}`;
}
