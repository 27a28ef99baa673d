import { runSimulation } from "@cloud-copilot/iam-simulate";

export interface Question {
  /** ARN of a role or of a user. */
  readonly caller: string;
  readonly action: string;
  /** ARN of what it acts on, in the account 123456789012. */
  readonly resource: string;
  /** What the request says of itself; the caller's ARN is added. */
  readonly context?: Readonly<Record<string, string>>;
  /** Policy of the resource, such as the trust policy of a role. */
  readonly resourcePolicy?: object;
  /** Policy of the caller. */
  readonly identityPolicy?: object;
}

/** Whether AWS would allow it. @throws if a policy or the question is not well-formed. */
export async function isAllowed(question: Question): Promise<boolean> {
  const { caller, action, resource, context = {}, resourcePolicy, identityPolicy } = question;
  const run = await runSimulation(
    {
      request: {
        principal: caller,
        action,
        resource: { resource, accountId: "123456789012" },
        contextVariables: {
          "aws:PrincipalArn": caller,
          "aws:PrincipalAccount": caller.split(":")[4] ?? "",
          ...context,
        },
      },
      identityPolicies:
        identityPolicy === undefined ? [] : [{ name: "of the caller", policy: identityPolicy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy,
    },
    {},
  );
  if (run.resultType === "error") {
    throw new Error(JSON.stringify(run.errors));
  }
  return run.overallResult === "Allowed";
}
