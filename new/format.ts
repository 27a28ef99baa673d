import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { Change } from "./change";
import type { Texts } from "./edit";

/** The same change, formatted as the project is. */
export async function formatted(folder: string, change: Change): Promise<Change> {
  const config = await resolveConfig(join(folder, "index.ts"));
  const each = async (texts: Texts): Promise<Texts> => {
    const some = [...texts].map(async ([path, text]) => {
      const isFormatted = /\.(ts|json|yaml)$/.test(path);
      return [
        path,
        isFormatted ? await format(text, { ...config, filepath: path }) : text,
      ] as const;
    });
    return new Map(await Promise.all(some));
  };
  return { ...change, written: await each(change.written), changed: await each(change.changed) };
}
