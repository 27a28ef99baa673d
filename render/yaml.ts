import { dump } from "js-yaml";
import type { Manifest } from "./manifests";

/** One resource; its keys in an order that does not depend on the program's text. */
export function toYaml({ content }: Manifest): string {
  return dump(content, { sortKeys: byRank, noRefs: true, lineWidth: -1 });
}

/**
 * All in one stream, each under its path. What Kubernetes would not take is a comment in it, so
 * that kubectl takes the whole.
 */
export function toStream(manifests: readonly Manifest[]): string {
  return manifests
    .map((manifest) => {
      const text = toYaml(manifest);
      return `---\n# ${manifest.path}\n${manifest.isKubernetes ? text : commented(text)}`;
    })
    .join("");
}

function commented(text: string): string {
  return text.replace(/^(?=.)/gm, "# ");
}

/** What an object is comes before what is in it. */
const first = ["apiVersion", "kind", "type", "name", "metadata"];

function byRank(a: string, b: string): number {
  const rank = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}
