import { parseArgs } from "node:util";
import { UsageError } from "./usage-error";

/** What each flag takes: nothing, a text, or a text each time that it is given. */
type Flags = Readonly<Record<string, "switch" | "text" | "texts">>;

type Values<F extends Flags> = {
  readonly [Name in keyof F]: {
    switch: boolean;
    /** The last one; empty if its text is missing, undefined if the flag is. */
    text: string | undefined;
    texts: readonly string[];
  }[F[Name]];
};

/**
 * Reads `--flag`, `--flag TEXT` and `--flag=TEXT`, in any order.
 *
 * @throws UsageError on all else, with the usage.
 */
export function parseFlags<const F extends Flags>(
  args: readonly string[],
  flags: F,
  usage: string,
): Values<F> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, takes]) => [
      name,
      { type: takes === "switch" ? "boolean" : "string" } as const,
    ]),
  );
  const { tokens } = parseArgs({ args: [...args], options, strict: false, tokens: true });
  const given = tokens.map((token) => {
    if (
      token.kind !== "option" ||
      token.rawName !== `--${token.name}` ||
      !Object.hasOwn(flags, token.name) ||
      (flags[token.name] === "switch" && token.value !== undefined)
    ) {
      throw new UsageError(`unknown argument "${args[token.index] ?? ""}"; ${usage}`);
    }
    return token;
  });
  return Object.fromEntries(
    Object.entries(flags).map(([flag, takes]) => {
      const texts = given.filter(({ name }) => name === flag).map(({ value }) => value ?? "");
      return [flag, { switch: texts.length > 0, text: texts.at(-1), texts }[takes]];
    }),
  ) as Values<F>;
}
