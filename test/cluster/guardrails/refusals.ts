import { type Attempt, refusalOf } from "./people";

/** A way to more rights, whoever refuses it, and a like request that is allowed. */
export type Row = [way: string, attempt: Attempt, by: RegExp, control: Attempt];

/** The refusal counts only beside the control: a cluster that refuses everything proves nothing. */
export async function expectRefused([, attempt, by, control]: Row): Promise<void> {
  expect(await refusalOf(control)).toBe("");
  expect(await refusalOf(attempt)).toMatch(by);
}

/** Refused by one of the program's guardrails, with a text. */
export function guardrail(name: string, text: string): RegExp {
  return new RegExp(
    `ValidatingAdmissionPolicy 'sre-challenge-${name}' .*denied request: .*${text}`,
  );
}

/** Refused for want of a right; the verb may be a pattern. */
export function rbac(verb: string, resource: string): RegExp {
  return new RegExp(`forbidden: .*cannot (${verb}) resource "${resource}"`);
}

/** `kubectl auth can-i` fails with nothing but warnings when the answer is no. */
export const no = /^Command failed: kubectl [^\n]* auth can-i [^\n]*\n(Warning: [^\n]*\n?)?\n?$/;
