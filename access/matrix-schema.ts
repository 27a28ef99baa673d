import { z } from "zod";

/** Verbs with a blank between them. */
const verbs = z
  .string()
  .regex(/^[a-z]+( [a-z]+)*$/, "expected verbs with a blank between them, such as get list")
  .transform((text) => text.split(" "));
/** By resource, such as `deployments.apps/scale`, or path. */
const questions = z.record(z.string(), verbs);

const subject = z.union([
  z.strictObject({ user: z.string(), groups: z.array(z.string()) }),
  z.strictObject({ serviceAccount: z.string().regex(/^[a-z0-9{}-]+\/[a-z0-9{}-]+$/) }),
  z.strictObject({ anonymous: z.literal(true) }),
]);

const names = z.array(z.string()).min(1);

/** The form of matrix.yaml. */
export const matrixSchema = z.strictObject({
  subjects: z.record(z.string(), subject),
  places: names,
  resources: z.strictObject({ namespaced: questions, cluster: questions, paths: questions }),
  rights: z.record(z.string(), questions),
  allowed: z.array(z.strictObject({ who: names, where: names, may: names })),
});

export type MatrixFile = z.infer<typeof matrixSchema>;
export type SubjectEntry = z.infer<typeof subject>;
