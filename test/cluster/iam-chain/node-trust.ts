import { readFileSync } from "node:fs";
import type { Emulator } from "../../iam/emulator";
import { hostAddress, runOnNode } from "../node";

const AUTHORITY = "/etc/ssl/certs/sts-of-a-test.pem";
const MARK = "# STS of a test";

/** Makes the node find the emulator where it looks for AWS's STS, and believe it. */
export async function trustOnNode(emulator: Emulator): Promise<void> {
  const address = hostAddress();
  await emulator.serveSts(address, 443);
  forgetOnNode();
  const authority = readFileSync(emulator.authorityFile, "utf8");
  const script = `printf '%s\\n' "$1" >>/etc/hosts && printf '%s' "$2" >${AUTHORITY}`;
  runOnNode(script, `${address} ${emulator.stsHost} ${MARK}`, authority);
}

export function forgetOnNode(): void {
  // Docker mounts the file: it is written in its place.
  const rest = `rest=$(grep -v '${MARK}$' /etc/hosts) && printf '%s\\n' "$rest" >/etc/hosts`;
  runOnNode(`${rest} && rm -f ${AUTHORITY}`);
}

/** All that a test may have changed of the node, as text. */
export function nodeState(): string {
  return runOnNode("cat /etc/hosts; ls -l /etc/ssl/certs");
}
