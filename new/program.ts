/** A statement of index.ts that makes a component. */
export interface Made {
  /** Of the component, such as `Microservice`. */
  readonly type: string;
  readonly name: string;
  /** The constant that holds it; empty if none does. */
  readonly constant: string;
  readonly statement: string;
}

export interface Team extends Made {
  readonly user: number;
  readonly hasDatabase: boolean;
}

export interface Service extends Made {
  readonly port: number;
}

/** What index.ts makes, as its text says it. */
export interface Program {
  readonly teams: readonly Team[];
  readonly services: readonly Service[];
  /** All words that are code: what is made anew is called otherwise. */
  readonly words: ReadonlySet<string>;
}

/** Everything that is made at the top level, in order. */
export function madeBy(index: string): readonly Made[] {
  // As Prettier writes it: in one line, or up to a line that is not indented.
  const statements =
    /^(?:const (\w+) = )?new (\w+)\(\s*"([^"]+)"(?:[^\n]*\);[^\n]*\n|[^]*?^[)}][^\n]*\n)/gm;
  return [...index.matchAll(statements)].map(
    ([statement, constant = "", type = "", name = ""]) => ({ type, name, constant, statement }),
  );
}

export function programOf(index: string): Program {
  const made = madeBy(index);
  const of = (type: string) => made.filter((one) => one.type === type);
  const code = index.replaceAll(/"[^"\n]*"|\/\/.*|\/\*[^]*?\*\//g, "");
  return {
    teams: of("TeamNamespace").map((team) => ({
      ...team,
      user: numberAfter("user", team),
      hasDatabase: index.includes(`databaseOf(${team.constant},`),
    })),
    services: of("Microservice").map((one) => ({ ...one, port: numberAfter("port", one) })),
    words: new Set(code.match(/[A-Za-z_$][\w$]*/g)),
  };
}

function numberAfter(field: string, { statement }: Made): number {
  return Number(new RegExp(`\\b${field}: (\\d+)`).exec(statement)?.[1] ?? NaN);
}
