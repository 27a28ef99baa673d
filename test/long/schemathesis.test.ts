import { join } from "node:path";
import { root } from "../cluster/node";
import { succeed } from "../iam/run";
import { pythonWith } from "../python-environment";

jest.setTimeout(600_000);

const schemathesis = { name: "schemathesis", version: "4.32.5", module: "schemathesis.cli" };

test.each(["invoice-app", "payment-provider"])(
  "%s answers as the document says that it serves, whatever schemathesis asks",
  async (service) => {
    const env = { ...process.env, SCHEMATHESIS_PYTHON: pythonWith(schemathesis) };
    const one = ["-count", "1", "-run", "^TestBySchemathesis$", `./${service}`];
    const said = await succeed(
      "go",
      ["test", "-race", "-v", "-tags", "schemathesis", ...one],
      env,
      join(root, "apps"),
    );
    expect(said).toContain("--- PASS: TestBySchemathesis");
  },
);
