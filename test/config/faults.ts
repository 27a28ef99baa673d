import { parseSettings } from "../../config/settings";

/** Lines of the error that follow its first one; empty if there is no fault. */
export function faults(raw: unknown): string[] {
  try {
    parseSettings(raw, "dev");
    return [];
  } catch (error) {
    const [, ...lines] = String(error).split("\n");
    return lines.map((line) => line.trim());
  }
}
