import type { TeamPrincipal } from "./principal";

/** The IAM role of a team. */
export interface TeamRole {
  readonly assumedBy: TeamPrincipal;
  /**
   * Longest session in hours, 1 to 12. Out of another role's session, as all principals here come,
   * the CLI and the API get an hour at most from AWS whatever this is.
   * @default 1
   */
  readonly sessionHours?: number | undefined;
  /**
   * ARN of the policy that bounds what the role can ever be allowed.
   * @default none
   */
  readonly permissionsBoundary?: string | undefined;
  /**
   * Whether the caller's session must have been opened with a second factor. Sessions of Identity
   * Center and of chained roles never say so, even if it was: leave it off for them.
   * @default false
   */
  readonly mfa?: boolean | undefined;
}
