import type { Authorizer } from "../../rbac/authorizer";
import type { Identity } from "../../rbac/identity";
import type { Namespace } from "./cluster";
import { type Held, heldOf } from "./rights";
import { type Way, ways } from "./ways";

/** A way that RBAC leaves open to somebody in one place, and the rights by which it does. */
export interface OpenWay {
  readonly way: Way;
  /** Undefined for what is in no namespace. */
  readonly place: Namespace | undefined;
  readonly held: readonly Held[];
}

/** What RBAC leaves open in a cluster, looked for once for each who is reached, however often that is. */
export class OpenWays {
  private readonly known = new Map<Identity, readonly OpenWay[]>();
  private readonly byName: ReadonlyMap<string, Namespace>;

  constructor(
    private readonly authorizer: Authorizer,
    private readonly namespaces: readonly Namespace[],
  ) {
    this.byName = new Map(namespaces.map((it) => [it.name, it]));
  }

  to(identity: Identity): readonly OpenWay[] {
    const known = this.known.get(identity) ?? this.find(identity);
    this.known.set(identity, known);
    return known;
  }

  private find(identity: Identity): OpenWay[] {
    return ways.flatMap((way) =>
      this.placesOf(way, identity).flatMap((place) => {
        const held = this.heldBy(way, identity, place?.name ?? "");
        return held.length === 0 ? [] : [{ way, place, held }];
      }),
    );
  }

  /** Where somebody may hold what a way needs: in all namespaces only what he holds in none of them in particular. */
  private placesOf(way: Way, identity: Identity): readonly (Namespace | undefined)[] {
    switch (way.place) {
      case "the cluster":
        return [undefined];
      case "kube-system":
        return this.named([way.place]);
      case "a namespace":
        return this.heldBy(way, identity, "").length > 0
          ? this.namespaces
          : this.named(this.authorizer.namespacesOf(identity));
    }
  }

  private named(names: readonly string[]): Namespace[] {
    return names.flatMap((name) => this.byName.get(name) ?? []);
  }

  /** Empty unless all that the way needs is held. */
  private heldBy({ rights, unnamed }: Way, identity: Identity, namespace: string): Held[] {
    const named = unnamed === true ? [] : this.authorizer.namesIn(identity, namespace);
    const held = rights.map((some) =>
      heldOf(this.authorizer, identity, some, namespace, ["", ...named]),
    );
    return held.some((some) => some.length === 0) ? [] : held.flat();
  }
}
