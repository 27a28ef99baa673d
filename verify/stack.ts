import { z } from "zod";
import { CannotCheck } from "../cluster/cannot-check";
import { command } from "../cluster/command";
import { remedy } from "../cluster/kubeconfig";
import type { Address } from "./world";

const port = z.int().min(1).max(65535);

const workload = z.object({
  namespace: z.string().min(1),
  service: z.string().min(1),
  port,
  podLabels: z.record(z.string(), z.string()),
});

const service = workload.extend({ image: z.string().min(1), database: workload });

const outputs = z.object({
  invoiceApp: service.extend({ nodePort: port }),
  paymentProvider: service,
});

/** What the stack says of the pods of one service, or of its database. */
export type WorkloadOutputs = z.infer<typeof workload>;

/** What the stack says of its services. */
export type StackOutputs = z.infer<typeof outputs>;

/** Where setup.sh publishes invoice-app on this machine. */
export function publishedAddress({ invoiceApp }: StackOutputs): Address {
  return { host: "127.0.0.1", port: invoiceApp.nodePort };
}

/** Reads the outputs of the selected stack. */
export async function stackOutputs(signal: AbortSignal): Promise<StackOutputs> {
  const args = ["stack", "output", "--json", "--non-interactive"];
  return parseStackOutputs(await command("pulumi", args, remedy, signal));
}

/** @throws CannotCheck that names each output which is missing or is not what it should be. */
export function parseStackOutputs(json: string): StackOutputs {
  const parsed = outputs.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new CannotCheck(`the stack's outputs: ${faults.join("; ")}\n${remedy}`);
  }
  return parsed.data;
}
