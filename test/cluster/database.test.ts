import { askInvoices, pay, untilAllAnswer } from "./database/answers";
import { DatabaseOnCluster } from "./database/server";
import { askEach, type Reply } from "./database/replicas";
import { kubectl } from "./kubectl";

jest.setTimeout(420_000);

const invoices = new DatabaseOnCluster("invoices");
const payments = new DatabaseOnCluster("payments");

/** As its only caller. */
async function askPayment(id: string): Promise<Reply[]> {
  const account = ["invoice-app", "--namespace=invoices", "--audience=payment-provider"];
  const token = await kubectl(["create", "token", ...account]);
  const path = `/payments/${encodeURIComponent(id)}`;
  const headers = { Authorization: `Bearer ${token.trim()}` };
  return askEach("payments", "payment-provider", 8082, path, headers);
}

beforeAll(pay);

describe.each([invoices, payments])("the database of $team", (database) => {
  test.each(["fsync", "synchronous_commit", "full_page_writes", "data_checksums"])(
    "%s is on",
    async (setting) => {
      expect(await database.ask(`SHOW ${setting}`)).toBe("on");
    },
  );

  test("no role of a service may change what is not its own", async () => {
    const roles = "SELECT rolname, rolsuper FROM pg_roles WHERE rolcanlogin ORDER BY rolname";
    expect(await database.ask(roles)).toBe("owner|f\npostgres|t\nservice|f");
    const owned = "SELECT count(*) FROM pg_tables WHERE tableowner = 'service'";
    expect(await database.ask(owned)).toBe("0");
  });
});

test("the service may add payments, and neither change nor remove one", async () => {
  const privileges = `
    SELECT string_agg(privilege_type, ' ' ORDER BY privilege_type)
    FROM information_schema.role_table_grants
    WHERE grantee = 'service' AND table_name = 'payments'`;
  expect(await payments.ask(privileges)).toBe("INSERT SELECT");
});

describe("replicas", () => {
  test("all of invoice-app list the same invoices", async () => {
    const replies = await untilAllAnswer(askInvoices);
    expect(replies.length).toBeGreaterThanOrEqual(3);
    const [first] = replies;
    expect(first?.body).toContainEqual(
      expect.objectContaining({ InvoiceId: "I1", Value: 12.15, Currency: "EUR", IsPaid: true }),
    );
    for (const { status, body } of replies) {
      expect({ status, body }).toEqual({ status: 200, body: first?.body });
    }
  });

  test("all of payment-provider know the same payment", async () => {
    const replies = await untilAllAnswer(() => askPayment("I1"));
    expect(replies.length).toBeGreaterThanOrEqual(3);
    const [first] = replies;
    expect(first).toMatchObject({ status: 200, body: { id: "I1", currency: "EUR" } });
    for (const { status, body } of replies) {
      expect({ status, body }).toEqual({ status: 200, body: first?.body });
    }
  });
});

describe("backup, drop, restore", () => {
  test.each([invoices, payments])("$team: every row is back", async (database) => {
    // The table has the team's name too.
    const table = database.team;
    const before = await database.content(table);
    expect(before).toMatch(/^[1-9]/);

    await database.run("backup");
    await database.ask(`DROP DATABASE ${database.team} WITH (FORCE)`, "postgres");
    await expect(database.content(table)).rejects.toThrow("does not exist");
    await database.run("restore");

    expect(await database.content(table)).toBe(before);
  });

  test("the service makes no table for its session, also in what was restored", async () => {
    const may = "SELECT has_database_privilege('service', current_database(), 'TEMPORARY')";
    expect([await invoices.ask(may), await payments.ask(may)]).toEqual(["f", "f"]);
  });

  test("the services answer from what was restored", async () => {
    const invoiceReplies = await untilAllAnswer(askInvoices);
    const paymentReplies = await untilAllAnswer(() => askPayment("I1"));
    expect(invoiceReplies.concat(paymentReplies).map(({ status }) => status)).toEqual(
      Array.from({ length: invoiceReplies.length + paymentReplies.length }, () => 200),
    );
    await pay();
  });
});
