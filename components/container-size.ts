/** Most that a container of a service uses, in thousandths of a processor. */
export const cpuLimit = 500;

/**
 * What one container of a service asks for and may use at most; also what a container that says
 * nothing gets. It asks for what it uses: 1m when nobody calls, and 23 MiB at the most that was measured
 * (docs/reliability.md). Quantities are in the form in which the API server hands them back.
 */
export const containerSize = {
  requests: { cpu: "15m", memory: "32Mi", "ephemeral-storage": "16Mi" },
  limits: { cpu: `${cpuLimit}m`, memory: "128Mi", "ephemeral-storage": "64Mi" },
};

/** `GOMEMLIMIT` of a Go program in such a container: it collects garbage before the limit kills it. */
export const goMemoryLimit = "115MiB";

/** What the server of a team's database asks for and may use at most. */
export const databaseSize = {
  requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "32Mi" },
  limits: { cpu: "1", memory: "512Mi", "ephemeral-storage": "128Mi" },
};

/** Size of each of a database's two volumes, its data and its dumps, unless the stack says another. */
export const defaultVolumeSize = "1Gi";
