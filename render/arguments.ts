import { CannotRender } from "./cannot-render";

export const usage = "usage: npm run --silent render [-- --stack dev --out FOLDER]";

/** The command line. */
export type Arguments =
  | { readonly command: "help" }
  | {
      readonly command: "render";
      /** Whose configuration is read. */
      readonly stack: string;
      /** Folder that gets a file for each resource; undefined for one stream on stdout. */
      readonly out: string | undefined;
    };

/** @throws CannotRender on an unknown argument, or a flag without its value. */
export function parseArguments(args: readonly string[]): Arguments {
  const given = { stack: "dev", out: undefined as string | undefined };
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    if (arg === "--help") return { command: "help" };
    const [flag = "", attached] = arg.split(/=(.*)/s);
    if (flag !== "--stack" && flag !== "--out") {
      throw new CannotRender(`unknown argument "${arg}"; ${usage}`);
    }
    const value = attached ?? left.shift() ?? "";
    if (value === "") throw new CannotRender(`${flag}: no value is given; ${usage}`);
    given[flag === "--stack" ? "stack" : "out"] = value;
  }
  return { command: "render", ...given };
}
