import { Cluster } from "../../../../toolchain/providers/kubernetes/api/cluster";
import { hideSecrets } from "../../../../toolchain/providers/kubernetes/redaction";
import { InitFailed } from "../../../../toolchain/providers/rpc/errors";
import { secret } from "../../../../toolchain/providers/rpc/properties";
import type { Session } from "../../../../toolchain/providers/kubernetes/session";
import { parseSettings } from "../../../../toolchain/providers/kubernetes/settings";

const said: string[] = [];
const say = (_urn: string, message: string): void => {
  said.push(message);
};
const nowhere = (): Promise<never> => Promise.reject(new Error("no requests"));
const session: Session = {
  cluster: new Cluster(nowhere, new AbortController().signal, 0),
  settings: parseSettings(new Map(), {}),
  defaultNamespace: "default",
  log: { status: say, info: say },
};
const inputs = { data: secret({ password: "hunter22", short: "x" }) };

describe("hideSecrets", () => {
  it("cleans messages, also of the encoded value, and leaves trifles alone", async () => {
    await hideSecrets(session, inputs, ({ log }) => {
      log.status("urn", "probe: hunter22, aHVudGVyMjI=, x");
      return Promise.resolve();
    });
    expect(said).toEqual(["probe: [secret], [secret], x"]);
  });

  it("cleans errors and the reasons of failed initialisations", async () => {
    const fail = (error: Error): Promise<unknown> =>
      hideSecrets(session, inputs, () => Promise.reject(error));
    await expect(fail(new Error("bad: hunter22"))).rejects.toThrow("bad: [secret]");
    await expect(fail(new InitFailed("id", {}, ["died of hunter22"]))).rejects.toMatchObject({
      message: "died of [secret]",
      reasons: ["died of [secret]"],
    });
  });
});
