import { kubectl } from "./kubectl";
import { pulumi } from "./preview";

/** What must outlive whatever is killed. */
export interface StackState {
  readonly outputs: unknown;
  /** As invoice-app lists them. */
  readonly invoices: unknown;
}

export async function stackState(): Promise<StackState> {
  const outputs = JSON.parse(pulumi("stack", "output", "--json")) as {
    readonly invoiceApp: { readonly nodePort: number };
  };
  const node = await kubectl([
    "get",
    "nodes",
    '--output=jsonpath={.items[0].status.addresses[?(@.type=="InternalIP")].address}',
  ]);
  // A connection that was kept may end unseen while a test waits for a command.
  const headers = { Connection: "close" };
  const listed = await fetch(`http://${node}:${outputs.invoiceApp.nodePort}/invoices`, { headers });
  return { outputs, invoices: await listed.json() };
}
