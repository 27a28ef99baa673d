import { createInterface } from "node:readline";
import { openProof } from "../../verify/traffic/proof";

/** Opens one proof, and prints its cells as a line of JSON for each line that it reads. */
async function main(): Promise<void> {
  const { judge, close } = await openProof(new AbortController().signal, console.error);
  try {
    const asked = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    while ((await asked.next()).done !== true) {
      console.log(JSON.stringify(await judge()));
    }
  } finally {
    await close();
  }
}

void main();
