import { IAMClient } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { Settings } from "./settings";

export type Environment = Readonly<Record<string, string | undefined>>;

/** From the environment alone: what is not there is never in the stack's state either. */
function credentialsIn(environment: Environment) {
  const text = (name: string): string => {
    const value = environment[name];
    if (!value) {
      throw new Error(`${name}: missing in the environment; set it to credentials of the account`);
    }
    return value;
  };
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return {
    accessKeyId: text("AWS_ACCESS_KEY_ID"),
    secretAccessKey: text("AWS_SECRET_ACCESS_KEY"),
    ...(sessionToken && { sessionToken }),
  };
}

/**
 * IAM of the account that the environment's credentials are of.
 *
 * @throws if they are not good, or of an account that the configuration does not allow
 */
export async function openAccount(
  settings: Settings,
  environment: Environment,
  abortSignal: AbortSignal,
): Promise<IAMClient> {
  const { region, endpoints, allowedAccountIds, skipCredentialsValidation } = settings;
  const credentials = credentialsIn(environment);
  const at = (endpoint: string | undefined) => ({
    region,
    credentials,
    ...(endpoint !== undefined && { endpoint }),
  });
  if (allowedAccountIds || !skipCredentialsValidation) {
    const account = await accountOf(new STSClient(at(endpoints.sts)), abortSignal);
    if (allowedAccountIds && !allowedAccountIds.includes(account)) {
      throw new Error(
        `AWS_ACCESS_KEY_ID: the credentials are of account ${account}; expected those of ` +
          `${allowedAccountIds.join(" or ")} (allowedAccountIds)`,
      );
    }
  }
  return new IAMClient(at(endpoints.iam));
}

async function accountOf(sts: STSClient, abortSignal: AbortSignal): Promise<string> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    return Account ?? "";
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Error(`STS does not take the credentials of the environment: ${reason}`, {
      cause: error,
    });
  } finally {
    sts.destroy();
  }
}
