/**
 * What one container of a service asks for and may use at most; also what a container that says
 * nothing gets. Quantities are in the form in which the API server hands them back.
 */
export const containerSize = {
  requests: { cpu: "25m", memory: "32Mi", "ephemeral-storage": "16Mi" },
  limits: { cpu: "500m", memory: "64Mi", "ephemeral-storage": "64Mi" },
};
