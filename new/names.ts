import { Script } from "node:vm";
import { UsageError } from "../command-line/usage-error";
import {
  copycatOf,
  databaseOf,
  migrationOf,
  strangerOf,
  twinOf,
  unwalled,
} from "../verify/traffic/names";
import type { Program } from "./program";

const longest = 20;

/** What is made for a team or a service, and for the proof, is called as they are, with such an end. */
const ends = [
  ...[databaseOf, migrationOf, strangerOf, twinOf, copycatOf, unwalled].map((of) => of("")),
  "-backup",
  "-viewer",
  "-break-glass",
  "-platform",
];

/** Names of the cluster, of people who are no team, of the proof, and of what a service has beside it. */
const others = [
  "default",
  "local-path-storage",
  "issuer-keys",
  "platform",
  "viewers",
  "callers",
  "outside",
  "here",
  "open",
  "bystander",
  "scratch",
  "api-server",
  "database",
];

/** Folders that Go, or a build, does not take for a program's. */
const folders = ["internal", "vendor", "testdata"];

/** What TypeScript keeps to itself besides the language's own words. */
const ofModules = ["exports", "module", "require", "undefined"];

/** A name as a constant: `refund-desk` is `refundDesk`. */
export function camelCase(name: string): string {
  return name.replaceAll(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** The variable that tells a caller where a service is: `refund-desk` is `REFUND_DESK_URL`. */
export function addressVariable(service: string): string {
  return `${service.toUpperCase().replaceAll("-", "_")}_URL`;
}

/** What index.ts calls a service's outputs, its image and itself. */
export function constantsOf(service: string) {
  const outputs = camelCase(service);
  return { outputs, image: `${outputs}Image`, itself: `${outputs}App` };
}

/**
 * Refuses a name that cannot be one, or that something has.
 *
 * @param apps The folders in apps/.
 * @throws UsageError
 */
export function refuseName(
  what: "team" | "service",
  name: string,
  { teams, services, words }: Program,
  apps: readonly string[],
): void {
  const refuse = (fault: string, remedy = "choose another name") => {
    throw new UsageError(`${what} "${name}": ${fault}; ${remedy}`);
  };
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(name) || name.length > longest) {
    refuse(
      "is not valid",
      `expected at most ${longest} of a-z, 0-9 and -, from a letter to a letter or digit`,
    );
  }
  const end = ends.find((one) => name.endsWith(one));
  if (end !== undefined) refuse(`ends in ${end}, as what is made for another may`);
  if (/[a-z]test$/.test(name)) refuse("ends in test, as folders do that no build sees");
  if (teams.some((team) => team.name === name)) refuse("is a team's");
  if (services.some((service) => service.name === name)) refuse("is a service's");
  if (name.startsWith("kube-") || others.includes(name)) refuse("is taken");
  if (apps.includes(name) || folders.includes(name)) refuse("is no new folder in apps/");
  const { outputs, image, itself } = constantsOf(name);
  for (const constant of what === "team" ? [outputs] : [outputs, image, itself]) {
    if (words.has(constant)) refuse(`index.ts has the word ${constant}`);
  }
  if (isReserved(outputs)) refuse(`${outputs} is a word of JavaScript`);
}

function isReserved(word: string): boolean {
  if (ofModules.includes(word)) return true;
  try {
    new Script(`async () => { "use strict"; const ${word} = 0; };`);
    return false;
  } catch {
    return true;
  }
}
