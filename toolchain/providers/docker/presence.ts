import type { Docker } from "./command";
import type { Registry } from "./image";

/** What a registry or daemon answers about an image: "hidden" where it wants a login that this has not. */
export type Presence = "present" | "gone" | "hidden";

/**
 * Asks whether an image is still where it was put: a pushed one, `<repository>@sha256:…`, in its
 * registry, another one, `sha256:…`, in the daemon.
 *
 * The daemon asks the registry, since only it may reach it: a registry on localhost is the
 * daemon's. A pull would not do: the daemon answers it from its own store. The question goes
 * through `docker system dial-stdio`, which speaks to a daemon wherever it is.
 *
 * @throws if the registry does not answer
 */
export async function presenceOf(
  docker: Docker,
  repoDigest: string,
  registry: Registry,
  signal: AbortSignal,
): Promise<Presence> {
  const pushed = repoDigest.includes("@");
  const path = pushed ? `/distribution/${repoDigest}/json` : `/images/${repoDigest}/json`;
  const request = [`GET ${path} HTTP/1.0`, "Host: docker", ...authorization(registry), "", ""];
  const lines = await docker.run({
    args: ["system", "dial-stdio"],
    input: request.join("\r\n"),
    keepInputOpen: true,
    signal,
  });
  const status = /^HTTP\/1\.\d (\d{3})/.exec(lines[0] ?? "")?.[1];
  if (status === "200") return "present";
  if (status === "404") return "gone";
  if (status === "401" || status === "403") return "hidden";
  throw new Error(`cannot look for ${repoDigest}: ${messageIn(lines)}`);
}

function authorization({ server, username, password }: Registry): string[] {
  if (username === undefined || password === undefined) return [];
  const login = JSON.stringify({ username, password, serveraddress: server });
  return [`X-Registry-Auth: ${Buffer.from(login, "utf8").toString("base64url")}`];
}

/** The body of a refusal is `{"message":"…"}`. */
function messageIn(lines: readonly string[]): string {
  const body = lines.at(-1) ?? "no answer";
  return /^\{"message":"(.*)"\}$/.exec(body)?.[1] ?? body;
}
