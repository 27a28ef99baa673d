/** `unproven`: refused as expected, but a control was not let through, so it says nothing. */
export type Verdict = "right" | "wrong" | "unproven";

/** How a verdict is shown. */
export const marks: Readonly<Record<Verdict, string>> = {
  right: "ok",
  wrong: "WRONG",
  unproven: "UNPROVEN",
};
