import type * as pulumi from "@pulumi/pulumi";
import {
  AllowTraffic,
  ClusterAccess,
  databaseName,
  IssuerKeys,
  Microservice,
  PeopleAccess,
  PostgresDatabase,
  takeOverFields,
  TeamNamespace,
} from "../../components";
import { imageReferences } from "../../components/service-image/references";
import type { ExpectedService } from "../../verify/expected";
import { portOf } from "./teams";

const scale = { autoscaling: { minReplicas: 3, maxReplicas: 6, cpuMillicores: 35 } };
const exposure = { kind: "nodePort", port: 30081, podCidrs: ["10.244.0.0/16"] } as const;

// In the place of a ServiceImage: a build for each of a thousand services would measure Docker.
const referencesOf = (service: string) => imageReferences(service, "registry.example:5000");
const imageOf = (service: string) => `${referencesOf(service).prefix}${"0".repeat(64)}`;

/**
 * What index.ts makes of two services, of as many as there are.
 *
 * @param services each in a team of its own, and called by the one before it
 * @returns what the stack would export
 */
export function manyTeams(
  services: readonly ExpectedService[],
  opts: pulumi.ComponentResourceOptions,
) {
  const cluster = { ...opts, transformations: [takeOverFields] };
  const [first, ...others] = services.map(({ name }) => ({ references: referencesOf(name) }));
  if (first === undefined) throw new Error("there is no service");
  const rights = new ClusterAccess("access", { images: [first, ...others] }, cluster);
  const onCluster = { ...cluster, dependsOn: rights };

  const placed = services.map((service, i) => {
    const { team, isExposed } = service;
    const args = { team, user: 20001 + i, exposedServices: isExposed ? 1 : 0 };
    return { ...service, home: new TeamNamespace(team, args, onCluster) };
  });
  const teams = placed.map(({ home }) => home);
  const keys = new IssuerKeys(
    "issuer-keys",
    {
      in: teams,
      image: imageOf("issuer-keys"),
      issuer: "https://kubernetes.default.svc.cluster.local",
    },
    onCluster,
  );

  const made: Microservice[] = [];
  // A service is there before the one that calls it.
  for (const [i, service] of [...placed.entries()].reverse()) {
    const { name, home, isExposed } = service;
    const [caller, callee] = [placed[i - 1], made.at(-1)];
    const database = new PostgresDatabase(
      databaseName(home.team),
      { in: home, database: { kind: "inCluster" } },
      onCluster,
    );
    const calling = new Microservice(
      name,
      {
        in: home,
        image: imageOf(name),
        port: portOf(service),
        database,
        scale,
        ...(isExposed && { exposure }),
        callers: caller && { only: { in: caller.home, service: caller.name }, keys },
        calls: callee ? [callee] : [],
      },
      onCluster,
    );
    made.push(calling);
    if (callee) {
      new AllowTraffic(`${name}-to-${callee.name}`, { from: calling, to: callee }, onCluster);
    }
  }

  const access = new PeopleAccess("people", { teams }, onCluster).outputs;
  return { ...Object.fromEntries(made.map((it) => [it.name, it.outputs])), access };
}
