/** Namespace in which no team but the platform's has rights. */
export const keysNamespace = "issuer-keys";

/** Name of what copies the keys, and of the ConfigMap that it writes. */
export const keysCopier = "issuer-keys";

/** The keys in the ConfigMap, a JSON Web Key Set (RFC 7517). */
export const keysFile = "jwks.json";
