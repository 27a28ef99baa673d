import type { NewInvoice } from "./invoice";
import type { Service, Target, Targets } from "./places";
import { type Random, randomFrom } from "./random";

/** SIGKILL to the containers' processes: what is under way is lost, and they start anew in place. */
export interface Crash {
  readonly kind: "crash";
  readonly target: Target;
  readonly all: boolean;
  readonly pick: number;
}

export type OtherFault =
  /** The pod is deleted by force: its processes still get a moment from the kubelet. */
  | {
      readonly kind: "kill";
      readonly target: Target;
      readonly all: boolean;
      readonly pick: number;
    }
  | { readonly kind: "evict"; readonly target: Service; readonly pick: number }
  | { readonly kind: "restart"; readonly target: Service }
  /** Drops an allowing policy for so many ms. */
  | { readonly kind: "shut"; readonly pick: number; readonly lasts: number }
  /** A node loses its power for so many ms. */
  | { readonly kind: "node-death"; readonly pick: number; readonly lasts: number }
  /** A node is emptied for its maintenance, and used again after so many ms. */
  | { readonly kind: "drain"; readonly pick: number; readonly lasts: number };

/** One thing that is broken on purpose. `pick`, from 0 to 1, chooses among what is there then. */
export type Fault = Crash | OtherFault;

/** New invoices, all at once. */
interface Invoices {
  /** When it begins, in ms since the start. */
  readonly at: number;
  readonly invoices: readonly NewInvoice[];
}

/** A crash when that share of the invoices is paid, whatever the machine's speed. */
export type CrashWave = Invoices & { readonly fault: Crash; readonly paidShare: number };

/** A fault so many ms after the wave began. */
export type OtherWave = Invoices & { readonly fault: OtherFault; readonly delay: number };

/**
 * New invoices, and a fault amid their payments: spread evenly over minutes, there would hardly
 * ever be a payment under way when a pod is killed.
 */
export type Wave = CrashWave | OtherWave;

export interface PlanArgs {
  readonly payments: number;
  readonly minutes: number;
  readonly seed: number;
  readonly targets: Targets;
  /** Whether there are nodes beside that of the API server, which can be broken, too. */
  readonly severalNodes: boolean;
  /** What the ids of all invoices begin with. */
  readonly prefix: string;
}

/** Time between two waves, in ms: about as long as a killed pod needs to come back. */
const interval = 8000;
/** How far a wave may be off its place, in ms. */
const jitter = 3000;

/** A crash has so many times the invoices of another fault: they are paid within moments. */
const partsOfCrash = 3;

/** What is done and when, in the order of time; the same seed makes the same plan. */
export function plan(args: PlanArgs): Wave[] {
  const { payments, minutes, seed, targets, severalNodes, prefix } = args;
  const random = randomFrom(seed);
  const count = Math.max(1, Math.floor((minutes * 60_000) / interval));
  const faults = dealFaults(random, count, targets, severalNodes);
  const parts = (some: readonly Fault[]): number =>
    some.reduce((sum, { kind }) => sum + (kind === "crash" ? partsOfCrash : 1), 0);
  const invoicesUpTo = (n: number): number =>
    Math.floor((payments * parts(faults.slice(0, n))) / parts(faults));
  return faults.map((fault, n) => {
    const first = invoicesUpTo(n);
    const end = invoicesUpTo(n + 1);
    const wave = {
      at: n * interval + random.between(0, jitter),
      invoices: Array.from({ length: end - first }, (_, i) =>
        newInvoice(random, `${prefix}${first + i + 1}`),
      ),
    };
    return fault.kind === "crash"
      ? { ...wave, fault, paidShare: random.between(1, 10) / 100 }
      : { ...wave, fault, delay: random.between(0, 600) };
  });
}

/** What no fault hits, since the plan is too short for it. */
export function sparedBy(waves: readonly Wave[], { services, databases }: Targets): Target[] {
  const hit = waves.flatMap(({ fault }) => ("target" in fault ? fault.target : []));
  return [...services, ...databases].filter((target) => !hit.includes(target));
}

/** Makes a fault of one kind. */
type Card<F extends Fault = OtherFault> = (random: Random) => F;

const crash =
  (target: Target, all = false): Card<Crash> =>
  (random) => ({ kind: "crash", target, all, pick: random.fraction() });
const kill =
  (target: Target, all = false): Card =>
  (random) => ({ kind: "kill", target, all, pick: random.fraction() });
const evict =
  (target: Service): Card =>
  (random) => ({ kind: "evict", target, pick: random.fraction() });
const restart =
  (target: Service): Card =>
  () => ({ kind: "restart", target });
const shut: Card = (random) => ({
  kind: "shut",
  pick: random.fraction(),
  lasts: random.between(1000, 6000),
});

/**
 * Every other fault is a crash, so that a run of a minute has the first round. The second round has
 * none of a database: a container that crashes again and again is kept waiting by the kubelet, for
 * 10 s, 20 s, 40 s and so on.
 */
const crashes = ({ services, databases }: Targets): Card<Crash>[][] => [
  [...services.map((one) => crash(one, true)), ...databases.map((one) => crash(one))],
  services.flatMap((one) => [crash(one), crash(one)]),
];

/** The other kinds of faults, by how often they are made. */
const others = ({ services, databases }: Targets): Card[] => [
  ...services.flatMap((one) => [kill(one), kill(one), kill(one, true)]),
  ...databases.map((one) => kill(one)),
  ...services.map(evict),
  ...services.map(restart),
  ...services.map(() => shut),
];

/**
 * Those of nodes come first, so that a run of a minute has each; the drain before the death, since a budget
 * lets no pod leave while others are away with their node.
 */
const nodeFaults: readonly (readonly Card[])[] = [
  [(random) => ({ kind: "drain", pick: random.fraction(), lasts: random.between(5000, 15_000) })],
  [
    (random) => ({
      kind: "node-death",
      pick: random.fraction(),
      lasts: random.between(20_000, 60_000),
    }),
  ],
];

function dealFaults(
  random: Random,
  count: number,
  targets: Targets,
  severalNodes: boolean,
): Fault[] {
  const crash = dealt(random, crashes(targets));
  const other = dealt(random, [...(severalNodes ? nodeFaults : []), others(targets)]);
  return Array.from({ length: count }, (_, n) => (n % 2 === 0 ? crash : other).next().value);
}

/** Without an end; each card of a round comes up before any of the next round. */
function* dealt<F extends Fault>(
  random: Random,
  rounds: readonly (readonly Card<F>[])[],
): Generator<F, never> {
  for (let round = 0; ; round++) {
    for (const card of random.shuffled(rounds[round % rounds.length] ?? [])) {
      yield card(random);
    }
  }
}

/** As many decimals as the currency has: a sum over them shows an amount that was rounded. */
function newInvoice(random: Random, InvoiceId: string): NewInvoice {
  const [Currency, decimals] = random.shuffled(currencies)[0] ?? currencies[0];
  return { InvoiceId, Value: random.between(1, 9_999_999) / 10 ** decimals, Currency };
}

const currencies = [
  ["EUR", 2],
  ["GBP", 2],
  ["DKK", 2],
  ["JPY", 0],
  ["KWD", 3],
] as const;
