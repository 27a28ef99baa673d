import { type ClusterObject, keyOf, nameOf, type ObjectName } from "./cluster-object";
import { isJsonObject, listIn, textsIn, valueAt } from "./json";
import type { ProgramObject } from "./state";

type Labels = Readonly<Record<string, string>>;

/** Labels that the API server itself gives a meaning: they say nothing of whose a namespace is. */
const clusterLabel = /kubernetes\.io\/(?!part-of)/;

/** What follows from the program's objects. */
export class Program {
  private readonly keys: ReadonlySet<string>;
  /** Names of its namespaces. */
  readonly namespaces: ReadonlySet<string>;
  /** Groups that its bindings name. */
  readonly groups: ReadonlySet<string>;
  /** Labels that its namespaces wear. */
  readonly namespaceLabels: readonly Labels[];

  /** @param issuersKeys A JSON Web Key Set. @default not known */
  constructor(
    readonly objects: readonly ProgramObject[],
    readonly issuersKeys?: string,
  ) {
    const inputs = objects.map((object) => object.inputs);
    const ofKinds = (...kinds: readonly string[]) =>
      inputs.filter(({ kind }) => kinds.includes(kind));
    this.keys = new Set(inputs.map((object) => keyOf(nameOf(object))));
    this.namespaces = new Set(ofKinds("Namespace").map(({ metadata }) => metadata.name));
    this.namespaceLabels = ofKinds("Namespace").map(({ metadata }) =>
      Object.fromEntries(
        Object.entries(textsIn(metadata.labels)).filter(([key]) => !clusterLabel.test(key)),
      ),
    );
    this.groups = new Set(inputs.flatMap(groupsOf));
  }

  has(name: ObjectName): boolean {
    return this.keys.has(keyOf(name));
  }

  /** Between how many replicas an autoscaler of the program holds a Deployment. */
  autoscaled(
    deployment: ClusterObject,
  ): { readonly min: number; readonly max: number } | undefined {
    const { namespace, name } = nameOf(deployment);
    const scales = ({ kind, metadata, spec }: ClusterObject) =>
      kind === "HorizontalPodAutoscaler" &&
      metadata.namespace === namespace &&
      valueAt(spec, ["scaleTargetRef", "kind"]) === deployment.kind &&
      valueAt(spec, ["scaleTargetRef", "name"]) === name;
    const spec = this.objects.map(({ inputs }) => inputs).find(scales)?.spec;
    if (!isJsonObject(spec)) return undefined;
    return { min: Number(spec.minReplicas ?? 1), max: Number(spec.maxReplicas) };
  }

  /** The groups that have rights in a namespace of the program, and nowhere else: those of its team. */
  teamGroupsOf(namespace: string): readonly string[] {
    const bindings = this.objects
      .map(({ inputs }) => inputs)
      .filter(({ kind }) => kind === "RoleBinding" || kind === "ClusterRoleBinding");
    const isHere = ({ metadata }: ClusterObject) => metadata.namespace === namespace;
    const elsewhere = bindings.filter((binding) => !isHere(binding)).flatMap(groupsOf);
    return [...new Set(bindings.filter(isHere).flatMap(groupsOf))].filter(
      (group) => !elsewhere.includes(group),
    );
  }
}

function groupsOf({ subjects }: ClusterObject): readonly string[] {
  return listIn(subjects)
    .map(textsIn)
    .filter(({ kind }) => kind === "Group")
    .map(({ name = "" }) => name);
}
