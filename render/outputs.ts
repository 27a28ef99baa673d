import { parseStackOutputs, type StackOutputs } from "../cluster/stack";
import { record } from "./recorder";
import { stackConfig } from "./stack-config";

/** What a stack's program exports, as a check reads it from the stack, without a cluster. */
export async function programOutputs(stack = "dev"): Promise<StackOutputs> {
  // The program runs when it is loaded.
  const program = (): unknown => module.require("../index");
  const { result } = await record(program, stackConfig(stack), stack);
  return parseStackOutputs(JSON.stringify(result));
}
