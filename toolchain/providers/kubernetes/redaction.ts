import type { PropertyMap } from "../property-diff";
import { InitFailed } from "../rpc/errors";
import { secretStrings } from "../rpc/properties";
import type { Session } from "./session";

/** A shorter secret hides nothing, and to blank it out would garble every message. */
const SHORTEST_SECRET = 4;

/**
 * Runs an operation whose messages and errors show no secret of `inputs`. The API server quotes
 * invalid values in its refusals, and an application may print what it was given.
 */
export async function hideSecrets<T>(
  session: Session,
  inputs: PropertyMap,
  operation: (session: Session) => Promise<T>,
): Promise<T> {
  const secrets = secretStrings(inputs)
    .flatMap((text) => [text, Buffer.from(text, "utf8").toString("base64")])
    .filter((text) => text.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
  const hide = (message: string): string =>
    secrets.reduce((text, value) => text.replaceAll(value, "[secret]"), message);
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
