import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { Texts } from "./edit";

/** The same files, formatted as the project is. */
export async function formatted(folder: string, texts: Texts): Promise<Texts> {
  const config = await resolveConfig(join(folder, "index.ts"));
  const some = [...texts].map(async ([path, text]) => {
    const isFormatted = /\.(ts|json|yaml)$/.test(path);
    return [path, isFormatted ? await format(text, { ...config, filepath: path }) : text] as const;
  });
  return new Map(await Promise.all(some));
}
