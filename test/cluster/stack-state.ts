import { setTimeout as sleep } from "node:timers/promises";
import { pulumi } from "./preview";

/** What must outlive whatever is killed. */
export interface StackState {
  readonly outputs: Outputs;
  /** As invoice-app lists them. */
  readonly invoices: readonly { readonly IsPaid: boolean }[];
}

interface Outputs {
  readonly invoiceApp: { readonly nodePort: number };
}

export async function stackState(): Promise<StackState> {
  const outputs = JSON.parse(pulumi("stack", "output", "--json")) as Outputs;
  const listed = await ask(outputs, "GET", "/invoices");
  return { outputs, invoices: (await listed.json()) as StackState["invoices"] };
}

/**
 * The state once all is paid that other tests have left. A run of setup.sh pays as well, and must
 * not differ by that.
 */
export async function paidState(): Promise<StackState> {
  for (;;) {
    const state = await stackState();
    if (state.invoices.every(({ IsPaid }) => IsPaid)) return state;
    await ask(state.outputs, "POST", "/invoices/pay");
    await sleep(1000); // a claim of a caller who went away first has to end
  }
}

async function ask({ invoiceApp }: Outputs, method: string, path: string): Promise<Response> {
  // A connection that was kept may end unseen while a test waits for a command.
  const headers = { Connection: "close" };
  const response = await fetch(`http://127.0.0.1:${invoiceApp.nodePort}${path}`, {
    method,
    headers,
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return response;
}
