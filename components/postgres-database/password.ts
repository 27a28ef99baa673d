import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { secretKeys } from "./database";

/**
 * A password of 256 bits that is made once and kept in the stack's state.
 *
 * @param number With another one, a new password is made; a preview shows that.
 * @returns a secret, of characters that no file format and no shell gives a meaning.
 */
export function keptPassword(
  name: string,
  number: number,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const draft = pulumi.secret(randomBytes(32).toString("hex"));
  const { output } = new pulumi.Stash(
    name,
    { input: draft },
    // Each run drafts one, and a Stash keeps its first: later drafts are nothing to tell of.
    { ...opts, ignoreChanges: ["input"], replacementTrigger: number },
  );
  return output as pulumi.Output<string>;
}

/** A role's password as the server takes it, and as a line of a password file for its clients. */
export function passwordFiles(password: pulumi.Output<string>) {
  return {
    [secretKeys.password]: password,
    [secretKeys.pgpass]: pulumi.interpolate`*:*:*:*:${password}\n`,
  };
}

/** Says on a pod which passwords it has. */
export function passwordAnnotations(number: number) {
  return { "sre-challenge/passwords": String(number) };
}
