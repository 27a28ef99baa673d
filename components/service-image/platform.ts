import { arch } from "node:os";

/** What a Go service is built for, in Docker's words. */
export type Platform = "linux/amd64" | "linux/arm64";

/**
 * The platform of containers on this machine: on a Mac too, whose Docker runs Linux on the same
 * architecture. A stack that machines of two architectures deploy names its platform instead.
 *
 * @throws on an architecture that the services' images are not built for
 */
export function hostPlatform(architecture: string = arch()): Platform {
  switch (architecture) {
    case "x64":
      return "linux/amd64";
    case "arm64":
      return "linux/arm64";
    default:
      throw new Error(
        `sre-challenge:images.platform: missing, and this machine's "${architecture}" is neither ` +
          "x64 nor arm64; expected linux/amd64 or linux/arm64",
      );
  }
}
