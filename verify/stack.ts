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
export function stackOutputs(signal: AbortSignal): Promise<StackOutputs> {
  return readOutputs(outputs, signal);
}

/**
 * Reads those outputs of the selected stack that a schema asks for.
 *
 * @throws CannotCheck that names each output which is missing or is not what it should be.
 */
export async function readOutputs<T>(schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  const args = ["stack", "output", "--json", "--non-interactive"];
  return parseOutputs(schema, await command("pulumi", args, remedy, signal));
}

/** @throws CannotCheck as {@link readOutputs} does. */
export function parseStackOutputs(json: string): StackOutputs {
  return parseOutputs(outputs, json);
}

function parseOutputs<T>(schema: z.ZodType<T>, json: string): T {
  const parsed = schema.safeParse(JSON.parse(json));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    throw new CannotCheck(`the stack's outputs: ${faults.join("; ")}\n${remedy}`);
  }
  return parsed.data;
}
