import { pulumi } from "../preview";

interface Exported {
  readonly deployment: {
    readonly resources: readonly {
      readonly urn: string;
      readonly external?: boolean;
      readonly inputs?: { readonly kind?: string; readonly metadata?: Metadata };
      readonly outputs?: { readonly __fieldManager?: string };
    }[];
  };
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
}

/** An object of the program. */
export interface Named {
  /** As the table of drift names it. */
  readonly text: string;
  /** As kubectl takes it. */
  readonly args: readonly string[];
  readonly fieldManager: string;
}

/** The program's objects by `KIND NAMESPACE/LOGICAL NAME`, or `KIND LOGICAL NAME`. */
export function programObjects(): (key: string) => Named {
  const { deployment } = JSON.parse(pulumi("stack", "export")) as Exported;
  const objects = new Map<string, Named>(
    deployment.resources.flatMap(({ urn, external, inputs, outputs }) => {
      const { kind, metadata } = inputs ?? {};
      if (kind === undefined || metadata === undefined || external === true) return [];
      const { namespace, name } = metadata;
      const logical = urn.split("::").at(-1) ?? "";
      const key = [namespace, logical].filter(Boolean).join("/");
      const named = {
        text: [kind, namespace, name].filter(Boolean).join("/"),
        args: [kind, name, ...(namespace === undefined ? [] : [`--namespace=${namespace}`])],
        fieldManager: outputs?.__fieldManager ?? "",
      };
      return [[`${kind} ${key}`, named] as [string, Named]];
    }),
  );
  return (key) => {
    const object = objects.get(key);
    if (object === undefined) {
      throw new Error(`no ${key}; there are ${[...objects.keys()].join(", ")}`);
    }
    return object;
  };
}
