import { controlPlaneWays } from "./control-plane";
import { identityWays } from "./identities";
import { podWays } from "./pods";
import type { Way } from "./way";

export type { Way } from "./way";

/**
 * Every right that is known to give more than it names. Left out is what needs an object that this
 * cluster has none of (the conversion of custom resources), and what opens ports, not accounts
 * (`pods/portforward`, `pods/proxy`, `services/proxy`).
 */
export const ways: readonly Way[] = [...identityWays, ...podWays, ...controlPlaneWays];
