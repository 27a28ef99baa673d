import { askInvoices, pay, untilAllAnswer } from "../cluster/database/answers";
import { DatabaseOnCluster } from "../cluster/database/server";
import { runSection } from "../runbook";

jest.setTimeout(420_000);

test("the ledger is put back by the runbook's own commands, and all runs afterwards", async () => {
  await pay();
  await new DatabaseOnCluster("payments").run("backup");
  runSection("The ledger alone");
  expect((await untilAllAnswer(askInvoices)).length).toBeGreaterThanOrEqual(3);
  await pay();
});
