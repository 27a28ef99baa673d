import { join } from "node:path";
import type { Say } from "../../command-line/run-command";
import { contentImage } from "../../cluster/content-image";

const probe = { name: "verify-probe", folder: join(__dirname, "../probe") };

/** The image of the check's pods, beside that of a service. */
export function probeImage(neighbour: string, signal: AbortSignal, say: Say): Promise<string> {
  return contentImage(probe, neighbour, signal, say);
}
