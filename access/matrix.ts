import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import { anonymous, type Identity, person, serviceAccount } from "./identity";
import {
  type MatrixFile,
  matrixSchema,
  type Place,
  places,
  type SubjectEntry,
} from "./matrix-schema";

/** Something that may be asked in a place: a verb of a resource, or of a path. */
export interface Right {
  readonly place: Place;
  readonly verb: string;
  /** Such as `deployments.apps/scale`, or `/version`. */
  readonly target: string;
}

/** The expected answers, as access/matrix.yaml has them. */
export interface Matrix {
  readonly subjects: ReadonlyMap<string, Identity>;
  /** Each question that every subject is asked. */
  readonly questions: readonly Right[];
  /** By subject: every "yes". */
  readonly allowed: ReadonlyMap<string, readonly Right[]>;
}

const file = join(__dirname, "matrix.yaml");

/** @throws if the file says something that means nothing; the message names what. */
export function loadMatrix(text: string = readFileSync(file, "utf8")): Matrix {
  const parsed = matrixSchema.safeParse(load(text));
  if (!parsed.success) {
    throw new Error(`access/matrix.yaml:\n${z.prettifyError(parsed.error)}`);
  }
  const { data } = parsed;
  const questions = questionsOf(data.resources);
  const known = new Set(questions.map(rightText));
  const allowed = new Map(Object.keys(data.subjects).map((subject) => [subject, [] as Right[]]));
  for (const { who, where, may } of data.allowed) {
    const rights = may.flatMap((name) => rightsIn(where, entry(data.rights, "rights", name)));
    const unknown = rights.find((right) => !known.has(rightText(right)));
    if (unknown !== undefined) {
      throw new Error(
        `access/matrix.yaml: ${may.join(", ")}: "${rightText(unknown)}" is allowed but not asked; add it to resources`,
      );
    }
    for (const subject of who) {
      entry(data.subjects, "subjects", subject);
      allowed.get(subject)?.push(...rights);
    }
  }
  const subjects = Object.entries(data.subjects).map(
    ([name, subject]) => [name, identityOf(subject)] as const,
  );
  return { subjects: new Map(subjects), questions, allowed };
}

/** Such as `delete deployments.apps in payments`. */
export function rightText({ verb, target, place }: Right): string {
  return `${verb} ${target} ${place === "cluster" ? "cluster-wide" : `in ${place}`}`;
}

export function isPath(target: string): boolean {
  return target.startsWith("/");
}

function questionsOf({ namespaced, cluster, paths }: MatrixFile["resources"]): Right[] {
  return [
    ...rightsIn(places, namespaced),
    ...rightsIn(["cluster"], cluster),
    ...rightsIn(["cluster"], paths),
  ];
}

function rightsIn(
  where: readonly Place[],
  verbsOf: Readonly<Record<string, readonly string[]>>,
): Right[] {
  return where.flatMap((place) =>
    Object.entries(verbsOf).flatMap(([target, verbs]) =>
      verbs.map((verb) => ({ place, verb, target })),
    ),
  );
}

function entry<T>(entries: Readonly<Record<string, T>>, list: string, name: string): T {
  const found = entries[name];
  if (found === undefined) {
    const names = Object.keys(entries).join(", ");
    throw new Error(`access/matrix.yaml: "${name}" is not among ${list}; expected one of ${names}`);
  }
  return found;
}

function identityOf(subject: SubjectEntry): Identity {
  if ("user" in subject) return person(subject.user, subject.groups);
  if ("anonymous" in subject) return anonymous;
  const [namespace = "", name = ""] = subject.serviceAccount.split("/");
  return serviceAccount(namespace, name);
}
