import { join } from "node:path";
import { contentImage } from "./content-image";

const probe = { name: "verify-probe", folder: join(__dirname, "probe") };

/** The image of the check's pods, beside that of a service. */
export function probeImage(
  neighbour: string,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<string> {
  return contentImage(probe, neighbour, signal, say);
}
