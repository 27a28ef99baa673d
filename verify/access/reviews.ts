import type { Identity } from "../../rbac/identity";
import type { Question } from "../../rbac/question";
import { CannotCheck } from "../../cluster/cannot-check";
import type { ApiClient } from "../../cluster/api-client";

const path = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

/**
 * Asks the API server what it would answer somebody.
 *
 * @param administrator May create SubjectAccessReviews.
 * @throws CannotCheck if it does not say.
 */
export async function review(
  administrator: ApiClient,
  identity: Identity,
  question: Question,
): Promise<boolean> {
  const { status, body } = await administrator.ask({
    method: "POST",
    path,
    body: reviewOf(identity, question),
  });
  const { allowed } = (Object(body) as { status?: { allowed?: unknown } }).status ?? {};
  if (typeof allowed !== "boolean") {
    throw new CannotCheck(`SubjectAccessReview: HTTP ${status}: ${JSON.stringify(body)}`);
  }
  return allowed;
}

/** The SubjectAccessReview for a question. */
export function reviewOf({ user, groups }: Identity, question: Question): object {
  const spec = { user, groups };
  if ("path" in question) {
    const { path: asked, verb } = question;
    return { spec: { ...spec, nonResourceAttributes: { path: asked, verb } } };
  }
  const { verb, namespace, resource } = question;
  const { group, plural, subresource, name } = resource;
  return {
    spec: {
      ...spec,
      resourceAttributes: { verb, namespace, group, resource: plural, subresource, name },
    },
  };
}
