import { z } from "zod";
import { cpuLimit } from "../components/container-size";
import type { Autoscaling, Scale } from "../components/microservice/workload";
import { contains } from "../components/network/cidr";
import { replicaLimit } from "../components/team-namespace/quota";
import { access } from "./access";
import { ranges, settingsObject, text, wholeNumber } from "./fields";

const cluster = settingsObject({
  context: text(/\S/, "the name of a kubectl context"),
  podCidrs: ranges(),
  issuer: text(/^https:\/\/\S+$/, "the https URL that the cluster's tokens name as their issuer"),
});

// A first part without a dot, a port or the name localhost would be taken for a Docker Hub user.
const registry =
  /^(localhost|[a-z0-9-]+(\.[a-z0-9-]+)+|[a-z0-9-]+(?=:))(:\d{1,5})?(\/[a-z0-9][a-z0-9._-]*)*$/;

const images = settingsObject({
  registry: text(registry, "a registry's host, port and path, such as localhost:5000").optional(),
  platform: z
    .enum(["linux/amd64", "linux/arm64"], "expected linux/amd64 or linux/arm64")
    .optional(),
  network: z.literal("host", "expected host").optional(),
}).default({});

const nodePort = settingsObject({
  kind: z.literal("nodePort"),
  port: wholeNumber(30000, 32767),
});

const loadBalancer = settingsObject({
  kind: z.literal("loadBalancer"),
  sourceCidrs: ranges(),
});

const exposure = z.discriminatedUnion(
  "kind",
  [nodePort, loadBalancer],
  "expected kind nodePort with a port, or kind loadBalancer with sourceCidrs",
);

const replicas = wholeNumber(1, replicaLimit);

const scaleFields = {
  replicas: replicas.optional(),
  autoscaling: settingsObject({
    minReplicas: replicas,
    maxReplicas: replicas,
    // More than its limit no container uses.
    cpuMillicores: wholeNumber(1, cpuLimit),
  })
    .refine(
      ({ minReplicas, maxReplicas }) => minReplicas <= maxReplicas,
      "expected a minReplicas of at most maxReplicas",
    )
    .optional(),
};

const secretName = text(/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/, "the name of a Secret");

const inCluster = settingsObject({
  kind: z.literal("inCluster"),
  passwords: wholeNumber(1, 9999).optional(),
  volumeSize: text(/^[1-9]\d{0,3}Gi$/, "a whole number of Gi up to 9999, such as 2Gi").optional(),
});

const external = settingsObject({
  kind: z.literal("external"),
  host: text(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "a host name or an IPv4 address"),
  port: wholeNumber(1, 65535).optional(),
  name: text(/^[a-z_][a-z0-9_]{0,62}$/, "the name of a database").optional(),
  sslMode: z
    .enum(["require", "verify-ca", "verify-full"], "expected require, verify-ca or verify-full")
    .optional(),
  ownerSecret: secretName,
  serviceSecret: secretName,
  cidrs: ranges(),
});

const database = z.discriminatedUnion(
  "kind",
  [inCluster, external],
  "expected kind inCluster, or kind external with host, ownerSecret, serviceSecret and cidrs",
);

interface ScaleFields {
  readonly replicas?: number | undefined;
  readonly autoscaling?: Autoscaling | undefined;
}

/** Undefined unless one of both is set, and one only. */
function scaleOf({ replicas, autoscaling }: ScaleFields): Scale | undefined {
  if (autoscaling === undefined) {
    return replicas === undefined ? undefined : { replicas };
  }
  return replicas === undefined ? { autoscaling } : undefined;
}

const oneScale = {
  error: "expected either replicas or autoscaling",
  when: ({ value }: { value: unknown }) => value instanceof Object,
};

/** Only for fields that passed `oneScale`. */
function withScale<T extends ScaleFields>({ replicas, autoscaling, ...others }: T) {
  return { ...others, scale: scaleOf({ replicas, autoscaling }) ?? z.NEVER };
}

/** What fields of a service mean together. */
function service<Fields extends ScaleFields>(fields: z.ZodType<Fields>) {
  return fields.refine((some) => scaleOf(some) !== undefined, oneScale).transform(withScale);
}

const claim = text(
  /^[!-<>-~]{1,256}=[!-~]{1,256}$/,
  "a claim and its value, such as sub=system:serviceaccount:callers:clerk",
);

const invoiceApp = settingsObject({
  ...scaleFields,
  callers: settingsObject({ read: claim, write: claim }).optional(),
  database,
  exposure,
});

const loadBalancerOnPods = z.looseObject({
  cluster: z.looseObject({ podCidrs: ranges() }),
  invoiceApp: z.looseObject({ exposure: loadBalancer }),
});

/** A source among the pods would let every pod of the cluster in. Says nothing of faulty ranges. */
function refuseSourcesAmongPods(settings: unknown, context: z.core.$RefinementCtx) {
  const { data } = loadBalancerOnPods.safeParse(settings);
  data?.invoiceApp.exposure.sourceCidrs.forEach((source, i) => {
    if (data.cluster.podCidrs.some((podCidr) => contains(podCidr, source))) {
      context.addIssue({
        code: "custom",
        path: ["invoiceApp", "exposure", "sourceCidrs", i],
        message: "expected a range outside of cluster.podCidrs",
      });
    }
  });
}

/** The stack's whole configuration, as in Pulumi.<stack>.yaml. */
export const schema = settingsObject({
  cluster,
  images,
  invoiceApp: service(invoiceApp),
  paymentProvider: service(settingsObject({ ...scaleFields, database })),
  access: access.optional(),
}).superRefine(refuseSourcesAmongPods, { when: () => true });
