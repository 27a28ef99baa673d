/** Whom the API server takes a caller for. */
export interface Identity {
  readonly user: string;
  /** All groups, also those that the API server adds by itself. */
  readonly groups: readonly string[];
}

/** Somebody with credentials of their own, such as a client certificate. */
export function person(user: string, groups: readonly string[]): Identity {
  return { user, groups: [...groups, "system:authenticated"] };
}

export function serviceAccount(namespace: string, name: string): Identity {
  return {
    user: `system:serviceaccount:${namespace}:${name}`,
    groups: [
      "system:serviceaccounts",
      `system:serviceaccounts:${namespace}`,
      "system:authenticated",
    ],
  };
}

/** Whoever shows no credentials. */
export const anonymous: Identity = { user: "system:anonymous", groups: ["system:unauthenticated"] };
