import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

type Volume = types.input.core.v1.Volume;

/** User and group `postgres` of the image. */
export const postgresUser = 999;

/** A folder that lives as long as the pod, in memory: sockets and password files. */
export function memoryVolume(name: string): Volume {
  return { name, emptyDir: { medium: "Memory", sizeLimit: "16Mi" } };
}

export function scriptsVolume(configMap: pulumi.Input<string>): Volume {
  return { name: "scripts", configMap: { name: configMap, defaultMode: 0o444 } };
}

/** One key of a Secret, readable to the pod's group. */
export function secretVolume(name: string, secretName: pulumi.Input<string>, key: string): Volume {
  return {
    name,
    secret: { secretName, defaultMode: 0o440, items: [{ key, path: key }] },
  };
}

/** A claim on a volume of the cluster's default storage class. */
export function claimSpec(volumeSize: string): types.input.core.v1.PersistentVolumeClaimSpec {
  return { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: volumeSize } } };
}
