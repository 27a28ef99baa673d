import { join } from "node:path";
import type { Say } from "../command-line/run-command";
import { contentImage } from "../cluster/content-image";

const killer = { name: "chaos-killer", folder: join(__dirname, "killer") };

/** The image of the killer's pods, beside that of a service. */
export function killerImage(neighbour: string, signal: AbortSignal, say: Say): Promise<string> {
  return contentImage(killer, neighbour, signal, say);
}
