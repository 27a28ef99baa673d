import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";

const root = path.resolve(__dirname, "../../..");

/** The name that the node's images give the authenticator: what the program calls it. */
function imageOnNode(): string {
  const script = `ROOT=$1; source "$1/toolchain/base-image/images.sh"; component_image aws-iam-authenticator`;
  return execFileSync("bash", ["-euo", "pipefail", "-c", script, "bash", root], {
    encoding: "utf8",
  });
}

test("the image on the node has one name, of the version that its module pins", () => {
  const modFile = path.join(root, "toolchain/modules/kubernetes/go.mod");
  const [, pinned] =
    /^\tsigs\.k8s\.io\/aws-iam-authenticator (v[\d.]+)$/m.exec(fs.readFileSync(modFile, "utf8")) ??
    [];
  const names = imageOnNode().trimEnd().split("\n");
  expect(names).toHaveLength(1);
  expect(names[0]?.split(":")[1]?.split("-")[0]).toBe(pinned);
});
