import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../cluster/cannot-check";
import { projectRoot } from "../cluster/command";
import type { Say } from "../command-line/run-command";
import { publishedAddress, stackOutputs } from "../verify/stack";
import type { Arguments } from "./arguments";
import { readBooks, withoutSuffixes } from "./books";
import { checkHistory } from "./check-history";
import { Clients } from "./clients";
import { balance, type Books } from "./conservation";
import { rolledOut, setImage } from "./deployment";
import { buildForgetfulProvider } from "./forgetful-provider";
import { replaceCrashed } from "./fresh-pods";
import { History } from "./history";
import { InvoiceApi } from "./invoice-api";
import { startKiller } from "./killer";
import { killerImage } from "./killer-image";
import { readPlaces } from "./places";
import { plan } from "./plan";
import { untilRest } from "./rest";
import { leftSnapshot, restoreSnapshot, takeSnapshot } from "./snapshot";
import type { Outcome } from "./verdict";
import { makeWaves, type Made, whilePaying } from "./waves";

/** What a run takes at most beside its faults, in seconds. */
const settling = 900;

/**
 * Pays while things break, then looks at the books. What it changed of the stack is as before when
 * it returns or throws.
 *
 * @param signal Ends the run early.
 * @throws CannotCheck if there is nothing to be broken or nothing can be said.
 */
export async function run(args: Arguments, signal: AbortSignal, say: Say): Promise<Outcome> {
  const outputs = await stackOutputs(signal);
  const places = await readPlaces(outputs);
  const replaced = await replaceCrashed(places);
  if (replaced.length > 0) {
    say(`replaced pods that had crashed before: ${replaced.join(", ")}`);
  }
  const left = leftSnapshot();
  if (left !== undefined) {
    say("putting back what an earlier run had left");
    await restoreSnapshot(left);
  }
  const killersImage = await killerImage(outputs.paymentProvider.image, signal, say);
  const image = args.withoutIdempotency ? await buildForgetfulProvider(outputs, signal) : undefined;
  const id = Date.now().toString(36);
  const prefix = `chaos-${args.seed}-${id}-`;
  const history = new History(historyFile(args.seed));
  const api = new InvoiceApi(publishedAddress(outputs), signal);
  const clients = new Clients(api, history, prefix);
  await untilRest(clients, places, signal);
  const read = async (): Promise<Books> => {
    const books = await readBooks(places);
    return args.withoutIdempotency ? withoutSuffixes(books) : books;
  };
  const before = await read();
  const longest = args.minutes * 60 + settling;
  const snapshot = await takeSnapshot(places);
  const killer = await startKiller({ run: id, image: killersImage, longest }, signal);
  const tools = { places, policies: snapshot.policies, killer };
  const waves = plan({ ...args, severalNodes: places.workers.length > 0, prefix });
  let made: Made[] = [];
  try {
    if (image !== undefined) {
      say(`payment-provider forgets its keys: ${image}`);
      const provider = { namespace: outputs.paymentProvider.namespace, name: "payment-provider" };
      await setImage(provider, image);
      await rolledOut(provider);
    }
    made = await whilePaying(clients, signal, () =>
      makeWaves(waves, { clients, tools, signal, say }),
    );
  } finally {
    say("putting everything back");
    try {
      await killer.remove();
    } finally {
      await restoreSnapshot(snapshot);
    }
  }
  say("waiting for rest");
  await untilRest(clients, places, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    // What never comes to rest is found in the books as stuck.
    say(messageOf(error));
  });
  await history.close();
  return {
    seed: args.seed,
    created: clients.created.length,
    faults: { made: made.filter((it) => it.made).length, planned: waves.length },
    balance: balance(before, await read(), clients.created),
    history: await checkHistory(history.file),
  };
}

function historyFile(seed: number): string {
  const folder = join(projectRoot, ".state/chaos");
  mkdirSync(folder, { recursive: true });
  return join(folder, `history-${seed}.jsonl`);
}
