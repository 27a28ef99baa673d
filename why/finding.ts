import type { ApiRequest } from "../cluster/api-client";

/** Where the last lines of a container are. */
export interface LogOf {
  readonly container: string;
  /** Whether they are of the container before the one that runs now. */
  readonly previous: boolean;
}

/** Why something is not as it should be. */
export interface Problem {
  /** One line; equal for all pods that have the same problem. */
  readonly cause: string;
  /** What to change or to run. */
  readonly next: string;
  /** The log that tells more, if one can. */
  readonly log?: LogOf;
  /** Whether nothing is wrong so far. */
  readonly passing?: true;
}

/** What makes a controller try again at once what it gave up on, or waits long with. */
export interface Retry {
  /** The object that is changed for it, such as `Pod payments/payments-database-0`. */
  readonly name: string;
  /** Answered with 201 if it would succeed now; left out where it always may. */
  readonly trial?: ApiRequest;
  readonly requests: readonly ApiRequest[];
}

/** One problem of one object, and the pods that have it. */
export interface Finding extends Problem {
  /** Such as `Deployment payments/payment-provider`. */
  readonly object: string;
  /** How far the object is, such as `1 of 3 ready`. */
  readonly state: string;
  readonly namespace: string;
  readonly pods: readonly FoundPod[];
  readonly retry?: Retry;
}

export interface FoundPod {
  readonly name: string;
  readonly restarts: number;
}
