import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { z } from "zod";
import { anonymous, type Identity, person, serviceAccount } from "../rbac/identity";
import { type MatrixFile, matrixSchema, type SubjectEntry } from "./matrix-schema";
import { bindingsOf, expand, type StackNames } from "./pattern";

/** The place of what is in no namespace, and of all namespaces at once. */
export const clusterPlace = "cluster";

/** Something that may be asked in a place: a verb of a resource, or of a path. */
export interface Right {
  /** A namespace, or `cluster`. */
  readonly place: string;
  readonly verb: string;
  /** Such as `deployments.apps/scale`, or `/version`. */
  readonly target: string;
}

/** The expected answers, as access/matrix.yaml has them for the teams and services of a stack. */
export interface Matrix {
  readonly subjects: ReadonlyMap<string, Identity>;
  readonly places: readonly string[];
  /** Each question that every subject is asked. */
  readonly questions: readonly Right[];
  /** By subject: every "yes". */
  readonly allowed: ReadonlyMap<string, readonly Right[]>;
}

const file = "access/matrix.yaml";

/** @throws if the file says something that means nothing; the message names what. */
export function loadMatrix(
  stack: StackNames,
  text: string = readFileSync(join(__dirname, "matrix.yaml"), "utf8"),
): Matrix {
  const parsed = matrixSchema.safeParse(load(text));
  if (!parsed.success) throw new Error(`${file}:\n${z.prettifyError(parsed.error)}`);
  try {
    return matrixOf(expanded(parsed.data, stack));
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/** Such as `delete deployments.apps in payments`. */
export function rightText({ verb, target, place }: Right): string {
  return `${verb} ${target} ${place === clusterPlace ? "cluster-wide" : `in ${place}`}`;
}

export function isPath(target: string): boolean {
  return target.startsWith("/");
}

/** With each entry once for every team, service or database that it names. */
function expanded(patterns: MatrixFile, stack: StackNames): MatrixFile {
  const bindings = bindingsOf(stack);
  const list = <T>(entries: readonly T[]) => entries.flatMap((entry) => expand(entry, bindings));
  const record = <T>(entries: Readonly<Record<string, T>>, where: string) => {
    const all = list(Object.entries(entries));
    refuseTwo(
      all.map(([key]) => key),
      where,
    );
    return Object.fromEntries(all);
  };
  const places = list(patterns.places);
  refuseTwo(places, "places");
  const { namespaced, cluster, paths } = patterns.resources;
  return {
    subjects: record(patterns.subjects, "subjects"),
    places,
    resources: {
      namespaced: record(namespaced, "resources"),
      cluster: record(cluster, "resources"),
      paths: record(paths, "resources"),
    },
    rights: record(patterns.rights, "rights"),
    allowed: list(patterns.allowed),
  };
}

function refuseTwo(entries: readonly string[], where: string): void {
  const seen = new Set<string>();
  const second = entries.find((entry) => seen.has(entry) || !seen.add(entry));
  if (second !== undefined) throw new Error(`two of ${where} are called "${second}"`);
}

function matrixOf(data: MatrixFile): Matrix {
  const places = new Set(data.places);
  const rightsOf = new Map(Object.entries(data.rights));
  const allowed = new Map(Object.keys(data.subjects).map((subject) => [subject, [] as Right[]]));
  for (const { who, where, may } of data.allowed) {
    for (const place of where) oneOf(places, "places", place);
    for (const right of may) oneOf(rightsOf, "rights", right);
    const rights = may.flatMap((right) => rightsIn(where, rightsOf.get(right) ?? {}));
    const unknown = rights.find((right) => !isAsked(right, data));
    if (unknown !== undefined) {
      throw new Error(
        `${may.join(", ")}: "${rightText(unknown)}" is allowed but not asked; add it to resources`,
      );
    }
    for (const subject of who) {
      oneOf(allowed, "subjects", subject);
      allowed.get(subject)?.push(...rights);
    }
  }
  const subjects = Object.entries(data.subjects).map(
    ([subject, identity]) => [subject, identityOf(identity)] as const,
  );
  return {
    subjects: new Map(subjects),
    places: data.places,
    // Each place is asked of what is named in any: whoever wants the subjects alone need not wait for that.
    get questions() {
      return questionsOf(data);
    },
    allowed,
  };
}

function isAsked({ place, target, verb }: Right, { resources }: MatrixFile): boolean {
  const { namespaced, cluster, paths } = resources;
  const lists = place === clusterPlace ? [namespaced, cluster, paths] : [namespaced];
  return lists.some((verbsOf) => verbsOf[target]?.includes(verb));
}

function questionsOf({ places, resources }: MatrixFile): Right[] {
  return [
    ...rightsIn(places, resources.namespaced),
    ...rightsIn([clusterPlace], resources.cluster),
    ...rightsIn([clusterPlace], resources.paths),
  ];
}

function rightsIn(
  where: readonly string[],
  verbsOf: Readonly<Record<string, readonly string[]>>,
): Right[] {
  return where.flatMap((place) =>
    Object.entries(verbsOf).flatMap(([target, verbs]) =>
      verbs.map((verb) => ({ place, verb, target })),
    ),
  );
}

function oneOf(known: Pick<ReadonlySet<string>, "has" | "keys">, list: string, key: string): void {
  if (!known.has(key)) {
    const names = [...known.keys()].join(", ");
    throw new Error(`"${key}" is not among ${list}; expected one of ${names}`);
  }
}

function identityOf(subject: SubjectEntry): Identity {
  if ("user" in subject) return person(subject.user, subject.groups);
  if ("anonymous" in subject) return anonymous;
  const [namespace = "", account = ""] = subject.serviceAccount.split("/");
  return serviceAccount(namespace, account);
}
