import type { ProviderArgs } from "@pulumi/aws/provider";
import type { AwsAccount } from "./aws-access";

/** Credentials are not among these: they come from the environment of whoever runs Pulumi. */
export function awsProviderArgs({ account, region, endpoints }: AwsAccount): ProviderArgs {
  return {
    region,
    // Credentials of another account are an error, not a role in the wrong place.
    allowedAccountIds: [account],
    ...(endpoints !== undefined && {
      endpoints: [endpoints],
      // What the machine's own metadata service hands out is AWS's, and no emulator's to see.
      skipMetadataApiCheck: true,
    }),
  };
}
