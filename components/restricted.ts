const seccompProfile = { type: "RuntimeDefault" };

/**
 * What the Pod Security Standard `restricted` asks of a pod and of its containers. The group owns
 * what is mounted: a Secret of mode 0440 is readable to it.
 */
export function restrictedPod(user: number) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    // A volume of many files is not walked through at each start.
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile,
  };
}

/** A container's own word goes before its pod's, so it says the same. */
export const restrictedContainer = {
  privileged: false,
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};
