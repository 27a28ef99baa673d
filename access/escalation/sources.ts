/** Kubernetes' documentation. */
export const docs = "https://kubernetes.io/docs";
/** Its own list of rights that give more than they name. */
export const risks = `${docs}/concepts/security/rbac-good-practices/`;
