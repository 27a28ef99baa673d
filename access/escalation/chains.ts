import { Authorizer } from "../../rbac/authorizer";
import { type Identity, serviceAccount } from "../../rbac/identity";
import type { Cluster, Namespace } from "./cluster";
import { type OpenWay, OpenWays } from "./open-ways";
import { type Held, heldOf } from "./rights";
import { lowerings, type Wall } from "./walls";
import type { Way } from "./ways";

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
  return chainsIn(cluster)(identity);
}

/** The same of one cluster for one after the other: what is known of an account serves all who reach it. */
export function chainsIn(cluster: Cluster): (identity: Identity) => Chain[] {
  const search = new Search(cluster);
  return (identity) => search.from(identity);
}

class Search {
  private readonly authorizer: Authorizer;
  private readonly open: OpenWays;
  private readonly accounts = new Map<string, Identity>();

  constructor(private readonly cluster: Cluster) {
    this.authorizer = new Authorizer(cluster.objects);
    this.open = new OpenWays(this.authorizer, cluster.namespaces);
  }

  /**
   * @param earlier who was reached before, one after the other
   * @param path what led here
   */
  from(identity: Identity, earlier: readonly Identity[] = [], path: Chain = []): Chain[] {
    const reached = [...earlier, identity];
    return this.open
      .to(identity)
      .flatMap((open) => this.stepsBy(open, identity, reached))
      .flatMap((steps) => {
        const chain = [...path, ...steps];
        return [chain, ...this.onward(reached, chain)];
      });
  }

  /** From each account that the last step of a chain gained, and that no earlier one had. */
  private onward(reached: readonly Identity[], chain: Chain): Chain[] {
    const earlier = chain.slice(0, -1).flatMap(({ gains }) => gains);
    const gained = chain.at(-1)?.gains ?? [];
    return gained
      .filter((gain) => gain.includes("/") && !earlier.includes(gain))
      .flatMap((gain) => this.from(this.account(gain), reached, chain));
  }

  /** One and the same for each who reaches it. */
  private account(gain: string): Identity {
    const [namespace = "", name = ""] = gain.split("/");
    const account = this.accounts.get(gain) ?? serviceAccount(namespace, name);
    this.accounts.set(gain, account);
    return account;
  }

  /** What somebody does by a way: at once, and by what a wall holds after it has fallen. */
  private stepsBy(
    { way, place, held }: OpenWay,
    identity: Identity,
    reached: readonly Identity[],
  ): Chain[] {
    const step = (gains: readonly string[]): Step => ({
      rights: held.map(heldText),
      namespace: place?.name ?? "",
      way: way.name,
      gains,
    });
    const gains = gainsOf(way, held, place).filter((gain) => !isAccount(gain, identity));
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
