// One number of teams, in a process of its own: what each part takes, as JSON.
import { mocked } from "./mocked";
import { proveClasses, provePairs, proveRights } from "./proofs";
import { expectationOf } from "./teams";

/** What one part took of the process. */
export interface Taken {
  /** How many objects, cells or chains there were. */
  readonly count: number;
  /** Of processors' time, which other work on the machine adds little to. */
  readonly seconds: number;
  /** The most memory that the process had until then, in MB. */
  readonly peak: number;
}

export const parts = ["program", "rights", "classes", "pairs"] as const;
export type Part = (typeof parts)[number];
export type Size = Readonly<Partial<Record<Part, Taken>>>;

/** More pairs than those of so many teams are no array's to hold. */
const mostInPairs = 200;

async function measure(teams: number): Promise<Size> {
  const expected = expectationOf(teams);
  let before = process.cpuUsage();
  const taken = (count: number): Taken => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    return { count, seconds: (user + system) / 1e6, peak };
  };
  const { result, registered } = await mocked(expected.services);
  return {
    program: taken(registered.length),
    rights: taken(proveRights(result, registered)),
    classes: taken(proveClasses(expected, registered)),
    ...(teams <= mostInPairs && { pairs: taken(provePairs(expected, registered)) }),
  };
}

// Pulumi has a stack trace with each promise, and tsx looks each of its lines up in the source maps.
process.setSourceMapsEnabled(false);
if (require.main === module) {
  measure(Number(process.argv[2])).then(
    (size) => {
      console.log(JSON.stringify(size));
    },
    (error: unknown) => {
      console.error(error);
      process.exitCode = 1;
    },
  );
}
