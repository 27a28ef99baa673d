import { isDeepStrictEqual } from "node:util";
import { load } from "js-yaml";

/** A key of the configuration, and all that is below it. */
const block = (key: string) => new RegExp(`^ {2}${key}:.*\\n(?:\\n* {4,}.*\\n)*`, "gm");

type Config = Readonly<Record<string, unknown>>;

/** Puts a setting behind the last of others, in its manner; undefined if the file is not as it was. */
export function withSetting(
  text: string,
  key: string,
  { inFlow, inBlocks }: { readonly inFlow: string; readonly inBlocks: string },
  others: readonly string[],
): string | undefined {
  const last = [...text.matchAll(block(`(?:${others.join("|")})`))].at(-1);
  if (last === undefined) return undefined;
  const end = last.index + last[0].length;
  const added = last[0].includes(": { ") ? inFlow : inBlocks;
  return onlyChanging(key, text, text.slice(0, end) + added + text.slice(end));
}

/** Takes a setting out; undefined if the file is not as it was. */
export function withoutSetting(text: string, key: string): string | undefined {
  return onlyChanging(key, text, text.replace(block(key), ""));
}

/** The text, if every other setting is as it was. */
function onlyChanging(key: string, before: string, after: string): string | undefined {
  const [old, now] = [settings(before), settings(after)];
  const others = (config: Config) => Object.entries(config).filter(([name]) => name !== key);
  const isRight =
    old !== undefined &&
    now !== undefined &&
    isDeepStrictEqual(others(old), others(now)) &&
    key in old !== key in now;
  return isRight ? after : undefined;
}

function settings(text: string): Config | undefined {
  try {
    return (load(text) as { readonly config?: Config }).config;
  } catch {
    return undefined;
  }
}
