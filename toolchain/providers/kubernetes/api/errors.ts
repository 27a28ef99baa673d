import { PropertyMap, isMap } from "../../property-diff";
import { mapAt, mapsAt, textAt } from "../fields";

export interface FieldConflict {
  /** Path as the API server writes it: `.spec.template.spec.containers[name="app"].image`. */
  readonly field: string;
  /** `conflict with "kubectl-edit" using apps/v1` */
  readonly message: string;
}

/** A refusal of the API server, taken from the Status object that it answers with. */
export class ApiError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly conflicts: readonly FieldConflict[] = [],
    /** Seconds after which the server wants to be asked again. */
    readonly retryAfter = 0,
  ) {
    super(message);
  }
}

export class Unreachable extends Error {
  constructor(
    server: string,
    readonly code: string,
    message: string,
  ) {
    super(`the API server ${server} does not answer: ${message}; see that the cluster is running`);
  }
}

export class Cancelled extends Error {
  constructor() {
    super("cancelled");
  }
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

/** The namespace is missing, not the object: worth a retry while both are being created. */
export function isNamespaceMissing(error: unknown): boolean {
  return isNotFound(error) && /^namespaces ".*" not found$/.test((error as ApiError).message);
}

/** Whoever asks has no right to write, and so cannot have a preview computed by the server. */
export function isReadOnly(error: unknown): boolean {
  return (
    error instanceof ApiError &&
    error.code === 403 &&
    /cannot (create|patch) resource/.test(error.message)
  );
}

export function apiError(code: number, body: string, retryAfter: number): ApiError {
  const status = parse(body);
  const message = textAt(status, "message") || body.trim() || `HTTP ${code}`;
  const remedy = code === 401 ? "; the kubeconfig's credentials are not those of this cluster" : "";
  return new ApiError(code, message + remedy, conflictsOf(status), retryAfter);
}

function conflictsOf(status: PropertyMap): FieldConflict[] {
  return mapsAt(mapAt(status, "details"), "causes")
    .filter(({ reason }) => reason === "FieldManagerConflict")
    .map((cause) => ({ field: textAt(cause, "field"), message: textAt(cause, "message") }));
}

function parse(body: string): PropertyMap {
  try {
    const value = JSON.parse(body) as PropertyMap;
    return isMap(value) ? value : {};
  } catch {
    return {};
  }
}
