import type { PropertyMap } from "../property-diff";
import type { ClusterAccess } from "./access";
import { Cluster } from "./api/cluster";
import { Unreachable } from "./api/errors";
import type { NamingContext } from "./autoname";
import { Checked, checkObject } from "./check";
import { recorded } from "./checkpoint";
import { Created, createObject } from "./create";
import { diffObjects } from "./diff";
import { metadataOf } from "./metadata";
import { ReadRequest, ReadResult, readObject } from "./read";
import { RemoveRequest, removeObject } from "./remove";
import type { EngineLog } from "../rpc/engine";
import type { ResourceDiff } from "../rpc/messages";
import { hideSecrets } from "./redaction";
import { reveal } from "../rpc/properties";
import type { Desired, Session } from "./session";
import type { Settings } from "./settings";
import type { ObjectType } from "./token";
import { Previous, updateObject } from "./update";

/** How long a request is repeated while the API server restarts or is overloaded. */
const RETRY_MS = 30_000;
/** The same where nobody expects the cluster to come back. */
const SHORT_RETRY_MS = 1_000;

/** One configured provider: the operations of the engine on the objects of one cluster. */
export class KubernetesProvider {
  private readonly cancellation = new AbortController();
  private readonly session: Session;

  constructor(settings: Settings, access: ClusterAccess, log: EngineLog) {
    this.session = {
      cluster: new Cluster(
        access.transport,
        this.cancellation.signal,
        settings.deleteUnreachable ? SHORT_RETRY_MS : RETRY_MS,
      ),
      settings,
      defaultNamespace: settings.namespace ?? access.namespace,
      log,
    };
  }

  /** Ends what is under way; each operation then reports what it waited for. */
  cancel(): void {
    this.cancellation.abort();
  }

  async check(type: ObjectType, news: PropertyMap, naming: NamingContext): Promise<Checked> {
    const { cluster, defaultNamespace } = this.session;
    const named = metadataOf(reveal(news)).namespace !== undefined;
    const namespace = named || !(await cluster.isNamespaced(type)) ? undefined : defaultNamespace;
    return checkObject(type, news, naming, namespace);
  }

  diff(type: ObjectType, previous: Previous, news: PropertyMap): ResourceDiff {
    const olds = recordedInputs(previous);
    return diffObjects(type, reveal(olds), reveal(news), this.session.settings.mutable);
  }

  create(desired: Desired): Promise<Created> {
    return hideSecrets(this.session, desired.inputs, (session) => createObject(session, desired));
  }

  update(desired: Desired, previous: Previous): Promise<PropertyMap> {
    const before = { ...previous, inputs: recordedInputs(previous) };
    return hideSecrets(this.session, { old: before.inputs, new: desired.inputs }, (session) =>
      updateObject(session, desired, before),
    );
  }

  read(request: ReadRequest): Promise<ReadResult | undefined> {
    return this.unlessUnreachable(() =>
      hideSecrets(this.session, request.inputs, (session) => readObject(session, request)),
    );
  }

  async remove(request: RemoveRequest): Promise<void> {
    await this.unlessUnreachable(() => removeObject(this.session, request));
  }

  private async unlessUnreachable<T>(operation: () => Promise<T>): Promise<T | undefined> {
    try {
      return await operation();
    } catch (error) {
      if (error instanceof Unreachable && this.session.settings.deleteUnreachable) return undefined;
      throw error;
    }
  }
}

function recordedInputs({ inputs, outputs }: Previous): PropertyMap {
  return Object.keys(inputs).length > 0 ? inputs : (recorded(outputs).inputs ?? {});
}
