import { z } from "zod";

const texts = z.array(z.string());
/** The API server leaves out or sends null for a list that is empty. */
const perhapsTexts = texts.nullish().transform((list) => list ?? []);

const rule = z.object({
  verbs: texts,
  apiGroups: perhapsTexts,
  resources: perhapsTexts,
  resourceNames: perhapsTexts,
  nonResourceURLs: perhapsTexts,
});

const labelSelector = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(
      z.object({
        key: z.string(),
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        values: perhapsTexts,
      }),
    )
    .optional(),
});

const named = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).optional(),
});
const namespaced = named.extend({ namespace: z.string().min(1) });

const rules = z
  .array(rule)
  .nullish()
  .transform((list) => list ?? []);

const role = z.object({ kind: z.literal("Role"), metadata: namespaced, rules });

const clusterRole = z.object({
  kind: z.literal("ClusterRole"),
  metadata: named,
  rules,
  aggregationRule: z.object({ clusterRoleSelectors: z.array(labelSelector) }).optional(),
});

const bound = z.object({
  roleRef: z.object({ kind: z.enum(["Role", "ClusterRole"]), name: z.string() }),
  subjects: z
    .array(
      z.object({
        kind: z.enum(["User", "Group", "ServiceAccount"]),
        name: z.string(),
        namespace: z.string().optional(),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
});

const roleBinding = bound.extend({ kind: z.literal("RoleBinding"), metadata: namespaced });
const clusterRoleBinding = bound.extend({
  kind: z.literal("ClusterRoleBinding"),
  metadata: named,
});

const rbacObject = z.discriminatedUnion("kind", [
  role,
  clusterRole,
  roleBinding,
  clusterRoleBinding,
]);

export type Rule = z.infer<typeof rule>;
export type LabelSelector = z.infer<typeof labelSelector>;
export type ClusterRole = z.infer<typeof clusterRole>;
export type Binding = z.infer<typeof roleBinding> | z.infer<typeof clusterRoleBinding>;
export type Subject = Binding["subjects"][number];
/** An object of `rbac.authorization.k8s.io/v1`, without what decides nothing. */
export type RbacObject = z.infer<typeof rbacObject>;

/** The kinds that RBAC decides by. */
export const rbacKinds: readonly string[] = rbacObject.options.map(({ shape }) => shape.kind.value);

/** @throws if an object is none of RBAC's. */
export function parseRbacObjects(objects: readonly unknown[]): RbacObject[] {
  return objects.map((object) => rbacObject.parse(object));
}
