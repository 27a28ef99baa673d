import type { PropertyMap } from "../property-diff";
import { hider } from "../redaction";
import { InitFailed } from "../rpc/errors";
import { secretStrings } from "../rpc/properties";
import type { Session } from "./session";

/**
 * Runs an operation whose messages and errors show no secret of `inputs`. The API server quotes
 * invalid values in its refusals, and an application may print what it was given.
 */
export async function hideSecrets<T>(
  session: Session,
  inputs: PropertyMap,
  operation: (session: Session) => Promise<T>,
): Promise<T> {
  const hide = hider(
    secretStrings(inputs).flatMap((text) => [text, Buffer.from(text, "utf8").toString("base64")]),
  );
  const { log } = session;
  try {
    return await operation({
      ...session,
      log: {
        status: (urn, message) => {
          log.status(urn, hide(message));
        },
        info: (urn, message) => {
          log.info(urn, hide(message));
        },
      },
    });
  } catch (error) {
    if (error instanceof InitFailed) {
      throw new InitFailed(error.id, error.outputs, error.reasons.map(hide), error.inputs);
    }
    if (error instanceof Error) error.message = hide(error.message);
    throw error;
  }
}
