import type { NewService } from "./arguments";
import { type Texts, PlaceNotFound } from "./edit";

/** Services that are compiled and tested as they are: without data, and with a database. */
export const templates = "apps/template";

/** The file that a service's own is made from: it has no build tags. */
const exampleImage = "invoice-app";

/** The Dockerfile and the ignore file that every service's are made from. */
export const exampleFiles = [
  `Dockerfile.${exampleImage}`,
  `Dockerfile.${exampleImage}.dockerignore`,
] as const;

/**
 * The files of a new service.
 *
 * @throws PlaceNotFound if what they are made from is not as it was.
 */
export function sourcesOf({ name, database }: NewService, port: number, texts: Texts): Texts {
  const kind = database ? "keeping" : "plain";
  const folder = `${templates}/${kind}/`;
  const programs = [...texts].filter(([path]) => path.startsWith(folder));
  const [dockerfile, dockerignore] = exampleFiles;
  return new Map([
    ...programs.map(
      ([path, text]) =>
        [`apps/${name}/${path.slice(folder.length)}`, renamed(text, kind, name, port)] as const,
    ),
    [`Dockerfile.${name}`, dockerfileOf(name, port, texts.get(dockerfile) ?? "")],
    [`Dockerfile.${name}.dockerignore`, dockerignoreOf(name, texts.get(dockerignore) ?? "")],
  ]);
}

/** A template's name and port are nowhere but where the service's are to be. */
function renamed(text: string, kind: string, name: string, port: number): string {
  const capital = name.replace(/^./, (letter) => letter.toUpperCase());
  return text
    .replaceAll(`template/${kind}`, name)
    .replaceAll(`template-${kind}`, name)
    .replaceAll(`Template-${kind}`, capital)
    .replaceAll("8099", String(port));
}

function dockerfileOf(name: string, port: number, example: string): string {
  const described = replaced(example, /(image\.description=)"[^"]*"/, `$1"Answers over HTTP"`);
  return replaced(described, /^EXPOSE \d+$/m, `EXPOSE ${port}`).replaceAll(exampleImage, name);
}

/** A template needs what the skeleton does, and no money. */
function dockerignoreOf(name: string, example: string): string {
  const others = replaced(example, /^!apps\/money\n/m, "").replace(`!apps/${exampleImage}\n`, "");
  const own = `!apps/${name}\n`;
  const following = [...others.matchAll(/^!apps\/[^.\n]+\n/gm)].find(([line]) => line > own);
  const at = following?.index ?? others.indexOf("apps/*/*test");
  return (others.slice(0, at) + own + others.slice(at)).replaceAll(exampleImage, name);
}

function replaced(text: string, pattern: RegExp, by: string): string {
  if (!pattern.test(text)) {
    throw new PlaceNotFound(
      `nothing was changed: ${exampleFiles.join(" or ")} has no ${pattern.source} any more; write a service's by hand`,
    );
  }
  return text.replace(pattern, by);
}
