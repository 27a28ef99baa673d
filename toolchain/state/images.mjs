// The pushed images of a state, a line `URN NAME DIGEST` for each. stdin: `pulumi stack export`
import console from "node:console";
import process from "node:process";
import { text } from "node:stream/consumers";

const { deployment } = JSON.parse(await text(process.stdin));
for (const { urn, type, outputs } of deployment.resources ?? []) {
  if (type === "docker:index/image:Image" && outputs?.repoDigest?.includes("@")) {
    console.log(urn, outputs.imageName, outputs.repoDigest);
  }
}
