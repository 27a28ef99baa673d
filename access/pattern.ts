/** The stack's own names, as far as the matrix says them. */
export interface StackNames {
  readonly services: readonly {
    readonly service: string;
    readonly namespace: string;
    /** Undefined if none is in the cluster. */
    readonly database?: { readonly service: string } | undefined;
  }[];
  readonly teams: readonly { readonly team: string; readonly namespace: string }[];
}

/** Any team with a service and a database, by the words that stand for them. */
export const anyTeam: StackNames = {
  teams: [{ team: "{team}", namespace: "{team}" }],
  services: [{ service: "{service}", namespace: "{team}", database: { service: "{database}" } }],
};

const names = ["team", "service", "database"] as const;

/** What `{team}`, `{service}` and `{database}` stand for together: those of one team. */
type Binding = Readonly<Partial<Record<string, string>>>;

const placeholder = /\{([^{}"]+)\}/g;

/** @throws if a service is in no team's namespace. */
export function bindingsOf({ services, teams }: StackNames): readonly Binding[] {
  const teamIn = new Map(teams.map(({ namespace, team }) => [namespace, team]));
  const ofServices = services.map(({ service, namespace, database }) => {
    const team = teamIn.get(namespace);
    if (team === undefined) {
      throw new Error(`service ${service} is in ${namespace}, which is no team's namespace`);
    }
    return { team, service, ...(database && { database: database.service }) };
  });
  return [{}, ...teams.map(({ team }) => ({ team })), ...ofServices];
}

/**
 * The entry once for each of what its placeholders stand for, or as it is if it has none.
 *
 * @throws if a placeholder stands for nothing.
 */
export function expand<T>(entry: T, bindings: readonly Binding[]): T[] {
  const text = JSON.stringify(entry);
  const used = [...text.matchAll(placeholder)].map(([, name = ""]) => name);
  const unknown = used.find((name) => !names.some((one) => one === name));
  if (unknown !== undefined) {
    const known = names.map((name) => `{${name}}`).join(", ");
    throw new Error(`"{${unknown}}" stands for nothing; expected one of ${known}`);
  }
  const texts = bindings
    .filter((binding) => used.every((name) => binding[name] !== undefined))
    .map((binding) => text.replace(placeholder, (_, name: string) => binding[name] ?? ""));
  return [...new Set(texts)].map((expanded) => JSON.parse(expanded) as T);
}
