import { Authorizer } from "../authorizer";
import { type Identity, serviceAccount } from "../identity";
import type { Cluster, Namespace } from "./cluster";
import { type Held, heldOf } from "./rights";
import { lowerings, type Wall } from "./walls";
import { type Way, ways } from "./ways";

/** One thing that is done, by whoever was reached before. */
export interface Step {
  /** The rights by which it is done, such as `create secrets`. */
  readonly rights: readonly string[];
  /** The namespace; empty for what is in none. */
  readonly namespace: string;
  /** Name of the way, or of what takes a wall away. */
  readonly way: string;
  /** `system:masters`, `a node`, or accounts such as `payments/default`; none where a wall falls. */
  readonly gains: readonly string[];
}

/** What leads from somebody's own rights to what others are. */
export type Chain = readonly Step[];

/** Every chain by which somebody becomes an administrator, a node, or a service account. */
export function chainsOf(cluster: Cluster, identity: Identity): Chain[] {
  return new Search(cluster).from([identity], []);
}

/** Such as `create secrets in payments: a token request → payments/default`. */
export function chainText(chain: Chain): string {
  return chain
    .map(({ rights, namespace, way, gains }) => {
      const place = namespace === "" ? "" : ` in ${namespace}`;
      const gained = gains.length === 0 ? "" : ` → ${gains.join(" ")}`;
      return `${rights.join(", ")}${place}: ${way}${gained}`;
    })
    .join("; ");
}

class Search {
  private readonly authorizer: Authorizer;
  /** Of the objects that some rule means by name; the empty one is for all. */
  private readonly names: readonly string[];

  constructor(private readonly cluster: Cluster) {
    this.authorizer = new Authorizer(cluster.objects);
    const rules = cluster.objects.flatMap((object) => ("rules" in object ? object.rules : []));
    this.names = ["", ...new Set(rules.flatMap(({ resourceNames }) => resourceNames))];
  }

  /**
   * @param reached who was reached, one after the other; the last one goes on
   * @param path what led there
   */
  from(reached: readonly Identity[], path: Chain): Chain[] {
    return ways.flatMap((way) =>
      this.placesOf(way)
        .flatMap((place) => this.stepsBy(way, reached, place))
        .flatMap((steps) => {
          const chain = [...path, ...steps];
          return [chain, ...this.onward(reached, chain)];
        }),
    );
  }

  /** From each account that the last step of a chain gained, and that no earlier one had. */
  private onward(reached: readonly Identity[], chain: Chain): Chain[] {
    const earlier = chain.slice(0, -1).flatMap(({ gains }) => gains);
    const gained = chain.at(-1)?.gains ?? [];
    return gained
      .filter((gain) => gain.includes("/") && !earlier.includes(gain))
      .flatMap((gain) => {
        const [namespace = "", name = ""] = gain.split("/");
        return this.from([...reached, serviceAccount(namespace, name)], chain);
      });
  }

  /** Undefined for what is in no namespace. */
  private placesOf({ place }: Way): readonly (Namespace | undefined)[] {
    switch (place) {
      case "the cluster":
        return [undefined];
      case "kube-system":
        return this.cluster.namespaces.filter(({ name }) => name === place);
      case "a namespace":
        return this.cluster.namespaces;
    }
  }

  /** What somebody does by a way: at once, and by what a wall holds after it has fallen. */
  private stepsBy(way: Way, reached: readonly Identity[], place: Namespace | undefined): Chain[] {
    const identity = reached.at(-1);
    if (identity === undefined) return [];
    const namespace = place?.name ?? "";
    const names = way.unnamed === true ? [""] : this.names;
    const held = way.rights.map((rights) =>
      heldOf(this.authorizer, identity, rights, namespace, names),
    );
    if (held.some((some) => some.length === 0)) return [];
    const step = (gains: readonly string[]): Step => ({
      rights: held.flat().map(heldText),
      namespace,
      way: way.name,
      gains,
    });
    const gains = gainsOf(way, held.flat(), place).filter((gain) => !isAccount(gain, identity));
    const wall = this.standing(way.heldBy, identity, place);
    const isLeft = (gain: string) => wall === undefined || leaves(wall, gain);
    const [left, kept] = [gains.filter(isLeft), gains.filter((gain) => !isLeft(gain))];
    const falls =
      wall && kept.length > 0 ? reached.flatMap((one) => this.falls(wall, one, place)) : [];
    return [...(left.length > 0 ? [[step(left)]] : []), ...falls.map((fall) => [fall, step(kept)])];
  }

  /** The wall, if it stands before somebody there. */
  private standing(
    wall: Wall | undefined,
    { groups }: Identity,
    place: Namespace | undefined,
  ): Wall | undefined {
    if (wall?.kind !== "guardrail") return place?.podSecurity === true ? wall : undefined;
    const found = this.cluster.guardrails.find(({ name }) => name === wall.name);
    const isPassed = found?.except.some((group) => groups.includes(group)) ?? true;
    return place?.ofTeam === true && !isPassed ? wall : undefined;
  }

  /** Each way in which somebody takes a wall away. */
  private falls(wall: Wall, identity: Identity, place: Namespace | undefined): Step[] {
    return lowerings.flatMap(({ name: way, rights, falls }): Step[] => {
      const [namespace, name] =
        falls === "by labels"
          ? [place?.name ?? "", place?.name]
          : ["", wall.kind === "guardrail" ? wall.name : undefined];
      if (name === undefined) return [];
      const held = heldOf(this.authorizer, identity, rights, namespace, [name]);
      return held.length === 0 ? [] : [{ rights: held.map(heldText), namespace, way, gains: [] }];
    });
  }
}

function heldText({ verb, resource }: Held): string {
  return `${verb} ${resource}`;
}

function gainsOf({ gain }: Way, held: readonly Held[], place: Namespace | undefined): string[] {
  const accounts = Object.entries(place?.accounts ?? {});
  const named = (some: typeof accounts) => some.map(([name]) => `${place?.name ?? ""}/${name}`);
  switch (gain) {
    case "accounts":
      return named(accounts);
    case "accounts of running pods": {
      const means = (kind: string) =>
        held.some(({ resource }) => resource.startsWith("pods") || withoutName(resource) === kind);
      return named(accounts.filter(([, kinds]) => kinds.some(means)));
    }
    default:
      return [gain];
  }
}

function withoutName(resource: string): string {
  return resource.replace(/\[.*$/, "");
}

function leaves(wall: Wall, gain: string): boolean {
  const [namespace = "", account = ""] = gain.split("/");
  return wall.kind === "guardrail" && (wall.leaves?.(account, namespace) ?? false);
}

function isAccount(gain: string, { user }: Identity): boolean {
  return user === `system:serviceaccount:${gain.replace("/", ":")}`;
}
