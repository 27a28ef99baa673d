import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb";
import { fromStruct, reveal } from "../rpc/properties";
import { parseUrn } from "../rpc/urn";
import type { NamingContext } from "./autoname";

/** What the engine says about how an object is to be named. */
export function namingContext(request: CheckRequest): NamingContext {
  const autonaming = request.getAutonaming();
  const olds = reveal(fromStruct(request.getOlds()));
  return {
    logicalName: parseUrn(request.getUrn()).name,
    seed: request.getRandomseed_asU8(),
    autonaming: autonaming && {
      proposed: autonaming.getProposedName(),
      disabled: autonaming.getMode() === CheckRequest.AutonamingOptions.Mode.DISABLE,
    },
    predecessor: Object.keys(olds).length > 0 ? olds : undefined,
  };
}
