import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../cluster/cannot-check";
import { projectRoot } from "../cluster/command";
import { paidService, publishedAddress, serviceNamed, stackOutputs } from "../cluster/stack";
import type { Say } from "../command-line/run-command";
import type { Arguments } from "./arguments";
import { bookkeepersOf, readBooks, withoutSuffixes } from "./books";
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
import { plan, sparedBy } from "./plan";
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
  const stack = await stackOutputs(signal);
  const api = new InvoiceApi(publishedAddress(stack), signal);
  const provider = serviceNamed(paidService, stack);
  const bookkeepers = bookkeepersOf(stack);
  const places = await readPlaces(stack);
  const replaced = await replaceCrashed(places);
  if (replaced.length > 0) {
    say(`replaced pods that had crashed before: ${replaced.join(", ")}`);
  }
  const left = leftSnapshot();
  if (left !== undefined) {
    say("putting back what an earlier run had left");
    await restoreSnapshot(left);
  }
  const killersImage = await killerImage(provider.image, signal, say);
  const image = args.withoutIdempotency
    ? await buildForgetfulProvider(provider.image, signal)
    : undefined;
  const id = Date.now().toString(36);
  const prefix = `chaos-${args.seed}-${id}-`;
  const history = new History(historyFile(args.seed));
  const clients = new Clients(api, history, prefix);
  await untilRest(clients, places.databases, signal);
  const read = async (): Promise<Books> => {
    const books = await readBooks(bookkeepers);
    return args.withoutIdempotency ? withoutSuffixes(books) : books;
  };
  const before = await read();
  const longest = args.minutes * 60 + settling;
  const snapshot = await takeSnapshot(places);
  const killer = await startKiller({ run: id, image: killersImage, longest }, signal);
  const tools = { places, policies: snapshot.policies, killer };
  const severalNodes = places.workers.length > 0;
  const waves = plan({ ...args, targets: places, severalNodes, prefix });
  const spared = sparedBy(waves, places).map(({ name }) => name);
  if (spared.length > 0) {
    say(`too few minutes to break ${spared.join(", ")}`);
  }
  let made: Made[] = [];
  try {
    if (image !== undefined) {
      say(`${paidService} forgets its keys: ${image}`);
      const named = { namespace: provider.namespace, name: provider.service };
      await setImage(named, image);
      await rolledOut(named);
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
  await untilRest(clients, places.databases, signal).catch((error: unknown) => {
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
