import type { IAMClient } from "@aws-sdk/client-iam";
import type { PropertyMap } from "../property-diff";
import { hider } from "../redaction";
import { UNKNOWN, markSecrets, reveal, secretStrings } from "../rpc/properties";
import { inWordsOf } from "./changes";
import type { Operation, ResourceKind } from "./resource-kind";

/** One resource of an operation. */
export interface Resource {
  readonly kind: ResourceKind;
  /** Logical name, which errors begin with. */
  readonly name: string;
  /** Checked inputs, secrets wrapped. */
  readonly inputs: PropertyMap;
  /** Without the option customTimeouts. @default 60 s */
  readonly timeout?: number;
}

const SECONDS = 60;

/** The engine's operations on what one account's IAM holds. */
export class IamProvider {
  constructor(
    private readonly iam: IAMClient,
    private readonly cancelled: AbortSignal,
  ) {}

  /** @throws if there is one of its name: it may be another's */
  create(resource: Resource): Promise<{ readonly id: string; readonly outputs: PropertyMap }> {
    return this.operate(resource, async (operation) => {
      const inputs = reveal(resource.inputs);
      const id = resource.kind.idOf(inputs);
      await resource.kind.create(operation, inputs);
      return { id, outputs: await observe(operation, resource, id) };
    });
  }

  /** The outputs; undefined if it is gone. */
  read(resource: Resource, id: string): Promise<PropertyMap | undefined> {
    return this.operate(resource, async (operation) => {
      const found = await resource.kind.read(operation, id);
      return found && outputsOf(resource, found);
    });
  }

  update(resource: Resource, id: string, olds: PropertyMap): Promise<PropertyMap> {
    return this.operate(resource, async (operation) => {
      await resource.kind.update(operation, id, reveal(olds), reveal(resource.inputs));
      return observe(operation, resource, id);
    });
  }

  delete(resource: Resource, id: string): Promise<void> {
    return this.operate(resource, (operation) => resource.kind.delete(operation, id));
  }

  /** Work that ends in time or when cancelled, and shows no secret of the resource. */
  private async operate<T>(
    { name, inputs, timeout = 0 }: Resource,
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    const seconds = timeout || SECONDS;
    const deadline = AbortSignal.timeout(seconds * 1_000);
    const abortSignal = AbortSignal.any([this.cancelled, deadline]);
    try {
      return await work({ iam: this.iam, options: { abortSignal } });
    } catch (error) {
      const hide = hider(secretStrings(inputs));
      throw new Error(hide(`${name}: ${this.reason(error, deadline, seconds)}`), { cause: error });
    }
  }

  private reason(error: unknown, deadline: AbortSignal, seconds: number): string {
    if (this.cancelled.aborted) return "cancelled";
    if (deadline.aborted) {
      return `not done within ${seconds} s; give it more time by the option customTimeouts`;
    }
    if (!(error instanceof Error)) return String(error);
    return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  }
}

/** What is known before an update: not what AWS makes up. */
export function previewOf({ kind, inputs }: Resource, olds: PropertyMap = {}): PropertyMap {
  const computed = kind.computed.map((name) => [name, olds[name] ?? UNKNOWN] as const);
  return { ...kind.defaults, ...inputs, ...Object.fromEntries(computed) };
}

async function observe(operation: Operation, resource: Resource, id: string): Promise<PropertyMap> {
  const found = await resource.kind.read(operation, id);
  if (!found) throw new Error(`"${id}" was gone as soon as it was written; run the update again`);
  return outputsOf(resource, found);
}

function outputsOf({ kind, inputs }: Resource, found: PropertyMap): PropertyMap {
  return markSecrets(inWordsOf(kind, inputs, found), inputs);
}
