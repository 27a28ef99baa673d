import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./node";

jest.setTimeout(60_000);

test("the documented lines are answered, and pay the one that they make", async () => {
  const page = readFileSync(join(root, "docs/api.md"), "utf8");
  const lines = /```sh\n(.*?)```/s.exec(page)?.[1] ?? "";
  expect(lines).toContain("curl");
  const said = execFileSync("bash", ["-euo", "pipefail", "-c", lines], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const found = { InvoiceId: "EXAMPLE-1", Value: 12.15, Currency: "EUR" };
  const answers = said
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as unknown);
  expect(answers.slice(2, 4)).toEqual([
    expect.objectContaining(found),
    expect.objectContaining({ ...found, CreatedAt: expect.any(String) as string }),
  ]);
  expect(answers.slice(4)).toEqual([
    expect.objectContaining({ failed: [], inDoubt: [] }),
    expect.objectContaining({ failed: [], inDoubt: [] }),
  ]);
  const one = await fetch("http://127.0.0.1:30081/invoices/EXAMPLE-1");
  expect(await one.json()).toMatchObject({ IsPaid: true, PaidAt: expect.any(String) as string });
});
