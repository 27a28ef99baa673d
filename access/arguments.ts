import { UsageError } from "../command-line/usage-error";
import { clusterPlace, isPath, type Matrix } from "./matrix";
import { parseResource } from "../rbac/resource";

export const usage = `usage: npm run access -- who-can VERB RESOURCE [-n NAMESPACE]
       npm run access -- table`;

/** The command line. */
export type Arguments =
  | { readonly command: "table" }
  | {
      readonly command: "who-can";
      readonly verb: string;
      readonly target: string;
      readonly place: string;
    };

/** @throws UsageError on what the matrix does not know; the message names what it does. */
export function parseArguments(args: readonly string[], matrix: Matrix): Arguments {
  const [command, ...rest] = args;
  switch (command) {
    case "table":
      if (rest[0] !== undefined) throw new UsageError(`unknown argument "${rest[0]}"; ${usage}`);
      return { command };
    case "who-can":
      return whoCan(rest, matrix);
    default:
      throw new UsageError(
        command === undefined ? usage : `unknown command "${command}"; ${usage}`,
      );
  }
}

function whoCan(args: readonly string[], matrix: Matrix): Arguments {
  const { words, namespace } = split(args);
  const [verb, resource, extra] = words;
  if (verb === undefined || resource === undefined) throw new UsageError(usage);
  if (extra !== undefined) throw new UsageError(`unknown argument "${extra}"; ${usage}`);
  const place = namespace === undefined ? clusterPlace : placeOf(namespace, matrix);
  const target = targetOf(resource, matrix);
  const asked = matrix.questions.filter((right) => right.target === target);
  if (!asked.some((right) => right.verb === verb)) {
    throw new UsageError(
      `verb "${verb}": not asked of ${target}; expected one of ${listed(asked.map((it) => it.verb))}`,
    );
  }
  if (!asked.some((right) => right.place === place)) {
    throw new UsageError(`-n "${place}": ${target} is in no namespace; leave -n out`);
  }
  return { command: "who-can", verb, target, place };
}

/** Flags may stand anywhere, as with kubectl. */
function split(args: readonly string[]): { words: string[]; namespace: string | undefined } {
  const words: string[] = [];
  let namespace: string | undefined;
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [flag = "", attached] = arg.split(/=(.*)/s);
    if (flag === "-n" || flag === "--namespace") {
      namespace = attached ?? left.shift() ?? "";
    } else if (arg.startsWith("-")) {
      throw new UsageError(`unknown argument "${arg}"; ${usage}`);
    } else {
      words.push(arg);
    }
  }
  return { words, namespace };
}

function placeOf(namespace: string, { places }: Matrix): string {
  const namespaces = places.filter((place) => place !== clusterPlace);
  if (!namespaces.includes(namespace)) {
    throw new UsageError(
      `-n "${namespace}": not in the matrix; expected one of ${namespaces.join(", ")}`,
    );
  }
  return namespace;
}

/** The resource as the matrix names it; its API group may be left out where only one has it. */
function targetOf(resource: string, { questions }: Matrix): string {
  const targets = [...new Set(questions.map(({ target }) => target))];
  if (targets.includes(resource)) return resource;
  const meant = targets.filter((target) => !isPath(target) && withoutGroup(target) === resource);
  const [only, ...others] = meant;
  if (only !== undefined && others.length === 0) return only;
  throw new UsageError(
    meant.length > 1
      ? `resource "${resource}": in several API groups; expected one of ${meant.join(", ")}`
      : `resource "${resource}": not in the matrix; expected one of ${listed(targets)}`,
  );
}

function withoutGroup(target: string): string {
  const { plural, subresource, name } = parseResource(target);
  return name === "" ? plural + (subresource && `/${subresource}`) : target;
}

function listed(words: readonly string[]): string {
  return [...new Set(words)].join(", ");
}
