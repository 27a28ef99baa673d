import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { keysFile } from "../issuer-keys/copier";
import type { IssuerKeys } from "../issuer-keys/issuer-keys";
import type { TeamNamespace } from "../team-namespace/team-namespace";

/** What a container is given besides its image: variables, and a volume that some of them point into. */
export interface Given {
  readonly env: Readonly<Record<string, pulumi.Input<string>>>;
  readonly volume?: types.input.core.v1.Volume;
  /** Where the volume is mounted, to be read only. */
  readonly mountPath?: string;
}

/** The only workload that may call a service, which it shows by its service account's token. */
interface OnlyCaller {
  readonly in: TeamNamespace;
  /** Its service account, which is called as the service is. */
  readonly service: string;
}

/** What a token must say, as `claim=value`, such as `sub=system:serviceaccount:callers:clerk`. */
export interface Claims {
  /** For GET. */
  readonly read: string;
  /** For every other method. It has not the right to read in it. */
  readonly write: string;
}

/** Who may call a service, by tokens for it that the cluster has signed. */
export type Callers = { readonly keys: IssuerKeys } & ({ readonly only: OnlyCaller } | Claims);

/** What a service needs to know its callers by; apps/identity reads the variables. */
export function ofCallers(service: string, home: TeamNamespace, callers: Callers): Given {
  const mountPath = "/run/issuer-keys";
  const { keys } = callers;
  return {
    env: {
      IDENTITY_ISSUER: keys.issuer,
      IDENTITY_AUDIENCE: service,
      IDENTITY_KEYS_FILE: `${mountPath}/${keysFile}`,
      ...asked(callers),
    },
    volume: {
      name: "issuer-keys",
      configMap: { name: keys.configMapIn(home), defaultMode: 0o440 },
    },
    mountPath,
  };
}

function asked(callers: Callers) {
  if ("only" in callers) {
    const { in: home, service } = callers.only;
    return { IDENTITY_SUBJECT: `system:serviceaccount:${home.team}:${service}` };
  }
  return { IDENTITY_READ: callers.read, IDENTITY_WRITE: callers.write };
}

/** A service that is called. */
export interface Callee {
  readonly name: string;
  readonly url: pulumi.Input<string>;
  /** Whether it asks who calls. */
  readonly asks: boolean;
}

/**
 * `<CALLEE>_URL`, and, where it asks, `<CALLEE>_TOKEN_FILE`: a token for that service alone, which ends in ten
 * minutes and which the kubelet renews before.
 */
export function ofCallee({ name, url, asks }: Callee): Given {
  const prefix = name.toUpperCase().replaceAll("-", "_");
  const address = { [`${prefix}_URL`]: url };
  if (!asks) return { env: address };
  const mountPath = `/run/secrets/token-${name}`;
  return {
    env: { ...address, [`${prefix}_TOKEN_FILE`]: `${mountPath}/token` },
    volume: {
      name: `token-${name}`,
      projected: {
        defaultMode: 0o440,
        sources: [
          { serviceAccountToken: { audience: name, expirationSeconds: 600, path: "token" } },
        ],
      },
    },
    mountPath,
  };
}
