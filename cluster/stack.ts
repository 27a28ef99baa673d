import { z } from "zod";
import { CannotCheck } from "./cannot-check";
import { command } from "./command";
import { remedy } from "./kubeconfig";

const port = z.int().min(1).max(65535);

const workload = z.object({
  namespace: z.string().min(1),
  service: z.string().min(1),
  port,
  podLabels: z.record(z.string(), z.string()),
});

/** One that is not in the cluster has a host alone. */
const database = z
  .union([workload, z.object({ host: z.string() })])
  .transform((one) => ("service" in one ? one : undefined));

const service = workload.extend({
  image: z.string().min(1),
  nodePort: port.optional(),
  database: database.optional(),
});

const team = z.object({
  group: z.string().min(1),
  namespace: z.string().min(1).optional(),
  runAsUser: z.int().optional(),
});

/** Whatever the program exports beside the people's access is a service. */
const outputs = z.object({ access: z.record(z.string(), team) }).catchall(service);

/** What the stack says of the pods of one service, or of its database. */
export type WorkloadOutputs = z.infer<typeof workload>;

export type ServiceOutputs = z.infer<typeof service>;

/** A team with a namespace. */
export interface TeamOutputs {
  readonly team: string;
  readonly namespace: string;
  /** User that the team's own pods run as. */
  readonly runAsUser: number;
}

/** What the stack says of its services and teams, each sorted by name. */
export interface StackOutputs {
  readonly services: readonly ServiceOutputs[];
  readonly teams: readonly TeamOutputs[];
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** The service that the challenge's own calls go to: it is published on this machine, and has invoices paid. */
export const payingService = "invoice-app";

/** Whom it has them paid by. */
export const paidService = "payment-provider";

/** @throws CannotCheck if the stack has no such service. */
export function serviceNamed(name: string, { services }: StackOutputs): ServiceOutputs {
  const found = services.find(({ service }) => service === name);
  if (found === undefined) {
    throw new CannotCheck(`the stack's outputs: no service is called ${name}\n${remedy}`);
  }
  return found;
}

/**
 * Where setup.sh publishes invoice-app on this machine.
 *
 * @throws CannotCheck if it has no port there.
 */
export function publishedAddress(stack: StackOutputs): Address {
  const { nodePort } = serviceNamed(payingService, stack);
  if (nodePort === undefined) {
    throw new CannotCheck(`the stack's outputs: ${payingService} has no nodePort\n${remedy}`);
  }
  return { host: "127.0.0.1", port: nodePort };
}

/**
 * Reads the outputs of the selected stack.
 *
 * @throws CannotCheck that names each output which is missing or is not what it should be.
 */
export async function stackOutputs(signal: AbortSignal): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--non-interactive"];
  return parseStackOutputs(await command("pulumi", args, remedy, signal));
}

/** @throws CannotCheck as {@link stackOutputs} does. */
export function parseStackOutputs(json: string): StackOutputs {
  const parsed = outputs.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new CannotCheck(`the stack's outputs: ${faults.join("; ")}\n${remedy}`);
  }
  const { access, ...services } = parsed.data;
  const teams = Object.entries(access).flatMap(([name, { namespace, runAsUser }]) =>
    namespace === undefined || runAsUser === undefined ? [] : { team: name, namespace, runAsUser },
  );
  return {
    services: Object.values(services).sort(by(({ service }) => service)),
    teams: teams.sort(by(({ team }) => team)),
  };
}

function by<T>(key: (of: T) => string): (a: T, b: T) => number {
  return (a, b) => key(a).localeCompare(key(b));
}
