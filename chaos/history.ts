import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";

/** A call that succeeded, as chaos/history reads it. */
export type Seen =
  | { readonly kind: "create" | "pay"; readonly ids: readonly string[] }
  | {
      readonly kind: "list";
      readonly paid: readonly string[];
      readonly unpaid: readonly string[];
    };

/** Writes down what clients see, one JSON object a line, with times of one clock. */
export class History {
  private readonly out;
  private readonly began = process.hrtime.bigint();

  constructor(readonly file: string) {
    this.out = createWriteStream(file);
  }

  /**
   * Makes a call and notes when it began and ended, and what it showed. One that fails shows nothing.
   *
   * @param shows What the answer shows; undefined if nothing.
   */
  async note<T>(
    client: number,
    call: () => Promise<T>,
    shows: (answer: T) => Seen | undefined,
  ): Promise<T> {
    const called = this.now();
    const answer = await call();
    const returned = this.now();
    const seen = shows(answer);
    if (seen !== undefined) {
      this.out.write(`${JSON.stringify({ client, call: called, return: returned, ...seen })}\n`);
    }
    return answer;
  }

  /** Waits until all is on disk. */
  async close(): Promise<void> {
    this.out.end();
    await finished(this.out);
  }

  /** In ns since the history began: exact in a number for three months. */
  private now(): number {
    return Number(process.hrtime.bigint() - this.began);
  }
}
