import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { providerOutputs } from "./provider-outputs";

/** A resource as a program registered it. */
export interface Registered {
  /** Such as `kubernetes:core/v1:Namespace`. */
  readonly type: string;
  readonly name: string;
  /** `<type>::<name>` */
  readonly key: string;
  /** Whether a provider makes it; a component is only a name for what belongs together. */
  readonly custom: boolean;
  /** What it is made of: an input that has a secret somewhere in it is a secret as a whole. */
  readonly inputs: Inputs;
  /** The same as the engine gets it: each secret is in an envelope, where it stands. */
  readonly sent: Inputs;
  /** Key of the resource that it is a child of; empty if of none. */
  readonly parent: string;
  /** Name of its provider; empty for the default provider. */
  readonly provider: string;
  /** Keys of the resources that have to be there before it. */
  readonly dependencies: readonly string[];
  /** Inputs that stay as they were first. */
  readonly ignoredChanges: readonly string[];
  /** It is made anew when this changes; undefined if nothing but its inputs counts. */
  readonly replacementTrigger: unknown;
  /** Whether Pulumi refuses to delete it. */
  readonly isProtected: boolean;
  /** Whether the old one goes before the new one comes. */
  readonly deletedFirst: boolean;
}

/** By the name that a provider gives them. */
export type Inputs = Readonly<Record<string, unknown>>;

/**
 * Runs a Pulumi program, or a part of one, against mocks of the engine and of the providers.
 *
 * @param config The stack's configuration by full key, such as `sre-challenge:cluster`.
 * @param stack The stack's name.
 * @returns what the program returned, with every output resolved, and all that it registered; not
 * what it only read.
 */
export async function record<T>(
  program: () => T,
  config: Readonly<Record<string, string>> = {},
  stack = "test",
): Promise<{ result: pulumi.Unwrap<Awaited<T>>; registered: readonly Registered[] }> {
  const registered: Registered[] = [];
  const providers = new Map<string, Inputs>();
  const requests = new Map<string, RegisterResourceRequest>();
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, ...args }) => {
        const key = `${type}::${name}`;
        const inputs = args.inputs as Inputs;
        const request = requests.get(key);
        // As the engine gets it an object is ten times as large as itself: of many, none may stay.
        requests.delete(key);
        if (request !== undefined) registered.push(asRegistered(key, inputs, request));
        if (type.startsWith("pulumi:providers:")) providers.set(name, inputs);
        const provider = providers.get(providerOf(request)) ?? {};
        const outputs = providerOutputs({ type, name, inputs, provider });
        return { id: `${name}-id`, state: { ...inputs, ...outputs } };
      },
    },
    "sre-challenge",
    stack,
  );
  pulumi.runtime.setAllConfig({ ...config });
  // The mocks alone are not told of parents and dependencies.
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, done) => {
    requests.set(`${request.getType()}::${request.getName()}`, request);
    return register(request, done);
  };

  const result = await valueOf(pulumi.output(await program()));
  await pulumi.runtime.disconnect();
  // What an output throws is seen in the turn after, by whoever ran this, and ends nothing else.
  await setImmediate();
  return { result, registered };
}

interface Monitor {
  registerResource(request: RegisterResourceRequest, done: unknown): unknown;
}

function asRegistered(key: string, inputs: Inputs, request: RegisterResourceRequest): Registered {
  return {
    type: request.getType(),
    name: request.getName(),
    key,
    custom: request.getCustom(),
    inputs,
    sent: request.getObject()?.toJavaScript() ?? {},
    parent: keyOf(request.getParent()),
    provider: providerOf(request),
    dependencies: request.getDependenciesList().map(keyOf),
    ignoredChanges: request.getIgnorechangesList(),
    replacementTrigger: request.getReplacementTrigger()?.toJavaScript(),
    isProtected: request.getProtect() === true,
    deletedFirst: request.getDeletebeforereplace(),
  };
}

/** A provider is referred to by its URN and its id. */
function providerOf(request: RegisterResourceRequest | undefined): string {
  return request?.getProvider().split("::").at(-2) ?? "";
}

/** A URN ends in `<types of the parents>$<type>::<name>`. */
function keyOf(urn: string): string {
  return /[^$:]+(:[^$:]+)*::[^:]+$/.exec(urn)?.[0] ?? "";
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
