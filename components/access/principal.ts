type RoleArns = readonly [string, ...string[]];

/**
 * Who may assume a team's role. Each is named by whole role ARNs: an account (`:root`, or its id,
 * which means the same) would leave the choice to whoever writes policies there.
 */
export type TeamPrincipal =
  /** The people to whom Identity Center gave a permission set, by the role that it made for them. */
  | { readonly kind: "permissionSet"; readonly arn: string }
  /** Roles of our own account. */
  | { readonly kind: "roles"; readonly arns: RoleArns }
  /** Roles of somebody else's account, who has to say the id that was agreed on with them alone. */
  | { readonly kind: "thirdParty"; readonly arns: RoleArns; readonly externalId: string };
