/** Kinds that are never deleted nor made anew here, each with the reason. */
const kinds: Readonly<Record<string, string>> = {
  Namespace: "all that is in it would go with it",
  PersistentVolume: "it holds data",
  PersistentVolumeClaim: "it holds data",
  StatefulSet: "its claims may go with it",
};

/** Why objects of a kind are left alone; undefined if they hold no data. */
export function holdsData(kind: string): string | undefined {
  return kinds[kind];
}
