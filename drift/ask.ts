import { type ApiAnswer, type ApiRequest, askAsKnown, type Asker } from "../cluster/api-client";
import { CannotCheck } from "../cluster/cannot-check";
import { remedy } from "../cluster/kubeconfig";
import { isJsonObject, type Json, listIn, textsIn, valueAt } from "./json";

/** The remedy where whoever asks has too few rights. */
export const administrators =
  'Look with the kubeconfig of who made the cluster: `eval "$(bash setup.sh --env)"`.';

/** @throws CannotCheck if there is no answer, or if whoever asks is not known or has no right to. */
export async function answerOf(client: Asker, request: ApiRequest): Promise<ApiAnswer> {
  const answer = await askAsKnown(client, request);
  const message = messageIn(answer);
  if (answer.status === 403 && isNoRight(message)) {
    throw new CannotCheck(`${message}\n${administrators}`);
  }
  return answer;
}

/** @throws CannotCheck on anything but success. */
export async function asked(client: Asker, request: ApiRequest): Promise<Json> {
  return successOf(request, await answerOf(client, request));
}

function successOf({ method, path }: ApiRequest, answer: ApiAnswer): Json {
  if (answer.status >= 200 && answer.status < 300) return answer.body as Json;
  throw new CannotCheck(
    `${method} ${path}: HTTP ${answer.status}: ${messageIn(answer)}\n${remedy}`,
  );
}

/** What is at a path; undefined if nothing is. */
export async function askedFor(client: Asker, path: string): Promise<Json | undefined> {
  const request = { method: "GET", path } as const;
  const answer = await answerOf(client, request);
  return answer.status === 404 ? undefined : successOf(request, answer);
}

/** What the API server says of an answer that is no success. */
export function messageIn({ body }: ApiAnswer): string {
  const said = body as Json;
  return isJsonObject(said) && typeof said.message === "string" ? said.message : "";
}

/**
 * Why an object was refused: the fields at fault where they are known, since the message may have what
 * stands in them.
 */
export function refusalIn(answer: ApiAnswer): string {
  const causes = listIn(valueAt(answer.body as Json, ["details", "causes"])).map(textsIn);
  return causes.length === 0
    ? messageIn(answer)
    : causes.map(({ field = "", reason = "" }) => `${field}: ${reason}`).join(", ");
}

/** Whether RBAC refused, not a guardrail, a quota or a webhook. */
export function isNoRight(message: string): boolean {
  return /User "[^"]*" cannot \w+ (resource|path) /.test(message);
}
