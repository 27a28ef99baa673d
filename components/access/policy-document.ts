/** An IAM policy as JSON. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: "Allow";
  readonly Principal?: { readonly AWS: readonly string[] };
  readonly Action: string;
  readonly Resource?: string;
  readonly Condition?: Condition;
}

/** By operator, then by key of the request. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** A policy of one statement. */
export function policyDocument(statement: Omit<Statement, "Effect">): PolicyDocument {
  return { Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] };
}
