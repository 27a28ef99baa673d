import { z } from "zod";

// Rules that span fields. Each looks at what is well-formed and says nothing of what is not.

type Context = z.core.$RefinementCtx;

/** Two entries for a team would be two roles of one name. */
export function oneOfEachTeam(access: unknown, context: Context) {
  const names = entries(access).map((entry) => named.safeParse(entry).data?.team);
  names.forEach((team, i) => {
    if (team !== undefined && names.indexOf(team) < i) {
      context.addIssue({
        code: "custom",
        path: ["teams", i, "team"],
        message: "expected each team at most once",
      });
    }
  });
}

/** Only a third party is of another account, and says so. */
export function ofTheAccount(access: unknown, context: Context) {
  const own = z.looseObject({ account: z.string().regex(/^\d{12}$/) }).safeParse(access)
    .data?.account;
  if (own === undefined) {
    return;
  }
  entries(access).forEach((entry, i) => {
    const { assumedBy, permissionsBoundary } = withArns.safeParse(entry).data ?? {};
    const check = (arn: unknown, path: PropertyKey[], foreign: boolean) => {
      const account = accountOf(arn);
      if (account !== undefined && (account === own) === foreign) {
        const message = foreign
          ? "expected a role of another account; kind roles is for our own"
          : `expected one of the account ${own}`;
        context.addIssue({ code: "custom", path: ["teams", i, ...path], message });
      }
    };
    check(permissionsBoundary, ["permissionsBoundary"], false);
    check(assumedBy?.arn, ["assumedBy", "arn"], false);
    assumedBy?.arns?.forEach((arn, k) => {
      check(arn, ["assumedBy", "arns", k], assumedBy.kind === "thirdParty");
    });
  });
}

/** Access entries are made by the API of EKS, which an emulator of IAM and STS does not answer for. */
export function ownEndpoints(access: unknown, context: Context) {
  if (eksWithEndpoints.safeParse(access).success) {
    context.addIssue({
      code: "custom",
      path: ["endpoints"],
      message: "expected none for a cluster of kind eks",
    });
  }
}

const named = z.looseObject({ team: z.string() });

const withArns = z.looseObject({
  assumedBy: z
    .looseObject({
      kind: z.unknown(),
      arn: z.unknown().optional(),
      arns: z.array(z.unknown()).optional(),
    })
    .optional()
    .catch(undefined),
  permissionsBoundary: z.unknown().optional(),
});

const eksWithEndpoints = z.looseObject({
  cluster: z.looseObject({ kind: z.literal("eks") }),
  endpoints: z.looseObject({}),
});

function entries(access: unknown): readonly unknown[] {
  return z.looseObject({ teams: z.array(z.unknown()) }).safeParse(access).data?.teams ?? [];
}

/** Id of the account in the ARN of a role or of a policy that is not AWS's own. */
function accountOf(arn: unknown): string | undefined {
  return /^arn:aws:iam::(\d{12}):(role|policy)\/\S+$/.exec(String(arn))?.[1];
}
