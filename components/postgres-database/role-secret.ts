import { randomBytes } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { secretKeys } from "./database";

/** A password of 256 bits, of characters that no file format and no shell gives a meaning. */
export function newPassword(): string {
  return randomBytes(32).toString("hex");
}

/** A role's password as the server takes it, and as a line of a password file for its clients. */
export function roleSecretData(password: string) {
  return pulumi.secret({
    [secretKeys.password]: password,
    [secretKeys.pgpass]: `*:*:*:*:${password}\n`,
  });
}
