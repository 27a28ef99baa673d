import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

/** A resource as a program registered it. */
export interface Registered {
  /** Such as `kubernetes:core/v1:Namespace`. */
  readonly type: string;
  readonly name: string;
  /** `<type>::<name>` */
  readonly key: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Key of the resource that it is a child of; empty if of none. */
  readonly parent: string;
  /** Key of its provider; empty for the default provider. */
  readonly provider: string;
  /** Keys of the resources that have to be there before it. */
  readonly dependencies: readonly string[];
  /** Inputs that stay as they were first. */
  readonly ignoredChanges: readonly string[];
  /** It is made anew when this changes; undefined if nothing but its inputs counts. */
  readonly replacementTrigger: unknown;
  /** Whether the old one goes before the new one comes. */
  readonly deletedFirst: boolean;
}

/** Digest reference that the mocked registry gives to a pushed image. */
export function pushedReference(imageName: string): string {
  const [repository = "", tag = ""] = imageName.split(/:(?=[^:]*$)/);
  return `${repository}@sha256:${tag}`;
}

/** Unique id that the mocked IAM gives to a role. */
export function roleId(name: string): string {
  return `AROA-${name}`;
}

/**
 * Runs a Pulumi program, or a part of one, against mocks of the engine and of the providers.
 *
 * @param config The stack's configuration by full key, such as `sre-challenge:cluster`.
 * @returns what the program returned, with every output resolved, and all that it registered.
 */
export async function record<T>(
  program: () => T,
  config: Readonly<Record<string, string>> = {},
): Promise<{ result: pulumi.Unwrap<Awaited<T>>; registered: readonly Registered[] }> {
  const registered: Registered[] = [];
  const requests = new Map<string, RegisterResourceRequest>();
  await pulumi.runtime.setMocks(
    {
      call: () => ({}),
      newResource: ({ type, name, ...args }) => {
        const key = `${type}::${name}`;
        const inputs = args.inputs as Inputs;
        registered.push(asRegistered(key, inputs, requests.get(key)));
        return { id: `${name}-id`, state: { ...inputs, ...outputsOf(type, inputs) } };
      },
    },
    "sre-challenge",
    "test",
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
  return { result, registered };
}

type Inputs = Readonly<Record<string, unknown>>;

interface Monitor {
  registerResource(request: RegisterResourceRequest, done: unknown): unknown;
}

function asRegistered(key: string, inputs: Inputs, request?: RegisterResourceRequest): Registered {
  const [type = "", name = ""] = key.split("::");
  return {
    type,
    name,
    key,
    inputs,
    parent: keyOf(request?.getParent() ?? ""),
    provider: request?.getProvider().split("::").at(-2) ?? "",
    dependencies: request?.getDependenciesList().map(keyOf) ?? [],
    ignoredChanges: request?.getIgnorechangesList() ?? [],
    replacementTrigger: request?.getReplacementTrigger()?.toJavaScript(),
    deletedFirst: request?.getDeletebeforereplace() ?? false,
  };
}

/** A URN ends in `<types of the parents>$<type>::<name>`. */
function keyOf(urn: string): string {
  return /[^$:]+(:[^$:]+)*::[^:]+$/.exec(urn)?.[0] ?? "";
}

/** What the providers add to a resource's inputs. */
function outputsOf(type: string, inputs: Inputs): Inputs {
  switch (type) {
    case "docker:index/image:Image":
      return { repoDigest: pushedReference(String(inputs.imageName)) };
    case "aws:iam/role:Role":
      return {
        arn: `arn:aws:iam::123456789012:role/${String(inputs.name)}`,
        uniqueId: roleId(String(inputs.name)),
      };
    default:
      return {};
  }
}

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
