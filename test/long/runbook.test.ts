import { askInvoices, pay, untilAllAnswer } from "../cluster/database/answers";
import { DatabaseOnCluster } from "../cluster/database/server";
import { runSection } from "../runbook";

jest.setTimeout(420_000);

beforeAll(async () => {
  await pay();
  await new DatabaseOnCluster("payments").run("backup");
});

// The second restores what the first has dumped.
test.each(["Backup", "Restore", "The ledger alone"])(
  "the runbook's own commands, %s: all runs afterwards",
  async (section) => {
    runSection(section);
    expect((await untilAllAnswer(askInvoices)).length).toBeGreaterThanOrEqual(3);
    await pay();
  },
);
