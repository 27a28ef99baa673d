import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stopCommand } from "../../components/postgres-database/server";
import { PostgresMachine } from "./postgres-machine";

// The scripts of the database's pods against a real PostgreSQL on this machine.
jest.setTimeout(120_000);

let machine: PostgresMachine;
beforeAll(async () => {
  machine = await PostgresMachine.make();
  await machine.start();
});
afterAll(() => machine.remove());

const asOwner = (query: string | readonly string[]) => machine.ask("owner", "owner's first", query);
const asService = (query: string) => machine.ask("service", "service's first", query);

/** A table of payments as a migration makes it, with this many rows. */
function migrate(rows: number): void {
  const { stderr } = asOwner(`
    CREATE TABLE payments (id text PRIMARY KEY, value numeric(20,4));
    GRANT SELECT, INSERT ON payments TO service;
    INSERT INTO payments SELECT 'I' || i, 12.15 FROM generate_series(1, ${rows}) i`);
  expect(stderr).toBe("");
}
const payments = () => asService("SELECT count(*), sum(value) FROM payments").stdout.trim();

afterEach(() => {
  machine.askInside("DROP TABLE IF EXISTS payments", "payments");
});

describe("the server", () => {
  test.each(["fsync", "synchronous_commit", "full_page_writes", "data_checksums"])(
    "keeps what it answered for: %s is on",
    (setting) => {
      expect(asService(`SHOW ${setting}`).stdout.trim()).toBe("on");
    },
  );

  test("lets both roles in by their passwords, which it keeps as SCRAM", () => {
    expect(asOwner("SELECT current_user").stdout).toBe("owner\n");
    expect(asService("SELECT current_user").stdout).toBe("service\n");
    const kept = machine.askInside(
      "SELECT rolname, left(rolpassword, 14) FROM pg_authid WHERE rolpassword IS NOT NULL ORDER BY 1",
    );
    expect(kept).toBe("owner|SCRAM-SHA-256$\nservice|SCRAM-SHA-256$");
  });

  test.each([
    ["a wrong password", "service", "owner's first", "password authentication failed"],
    ["no password", "owner", "", "no password supplied"],
    ["its own user", "postgres", "", "no pg_hba.conf entry"],
  ])("lets %s not in over the network", (_, role, password, reason) => {
    const { status, stderr } = machine.ask(role, password, "SELECT 1");
    expect(status).toBe(2);
    expect(stderr).toContain(reason);
  });

  test("gives a service no table but those that it is granted", () => {
    migrate(1);
    expect(asService("CREATE TABLE mine ()").stderr).toContain("permission denied for schema");
    expect(asService("DELETE FROM payments").stderr).toContain("permission denied for table");
    expect(payments()).toBe("1|12.1500");
  });

  test("has lost nothing after a kill -9", async () => {
    migrate(10);
    await machine.signal("SIGKILL");
    await machine.start();
    expect(payments()).toBe("10|121.5000");
  });

  test("waits for the one before it on the same volume", async () => {
    migrate(10);
    await machine.startBeside();
    expect(payments()).toBe("10|121.5000");
  });

  test("is stopped at once while a client stays, with nothing to recover", async () => {
    const client = await machine.stay();
    machine.log.length = 0;
    const { status, stderr } = await machine.stopBy(stopCommand);
    await client.sentAway;
    expect([status, stderr]).toEqual([0, ""]);
    expect(machine.log.join("")).toContain("received fast shutdown request");
    expect(machine.log.join("")).toContain("database system is shut down");
    await machine.start();
  });

  test("takes up changed passwords when it starts, and shows none of them", async () => {
    machine.setPassword("service", "new'; DROP ROLE owner; --");
    await machine.signal("SIGINT");
    await machine.start();
    expect(asService("SELECT 1").status).toBe(2);
    expect(machine.ask("service", "new'; DROP ROLE owner; --", "SELECT 1").stdout).toBe("1\n");
    machine.setPassword("service", "service's first");
    await machine.signal("SIGINT");
    await machine.start();
    expect(asService("SELECT 1").stdout).toBe("1\n");
    expect(machine.log.join("")).not.toMatch(/first|DROP ROLE/);
  });

  test("is what it was when it starts, whatever somebody in its pod made of it", async () => {
    const state = () =>
      machine.askInside(`
        SELECT rolname, rolsuper, rolcreaterole, rolreplication, rolbypassrls, rolcreatedb, rolconnlimit
          FROM pg_roles WHERE rolname IN ('owner', 'service') ORDER BY 1;
        SELECT roleid::regrole, member::regrole FROM pg_auth_members
          WHERE member IN ('owner'::regrole, 'service'::regrole);
        SELECT * FROM pg_db_role_setting;
        SHOW archive_command`);
    const first = state();
    expect(first.split("\n")).toEqual([
      "owner|f|f|f|f|t|-1",
      "service|f|f|f|f|f|80",
      "pg_signal_backend|owner",
      "(disabled)",
    ]);
    for (const role of ["owner", "service"]) {
      machine.askInside(`ALTER ROLE ${role} SUPERUSER CREATEROLE REPLICATION BYPASSRLS CREATEDB`);
      machine.askInside(`ALTER ROLE ${role} CONNECTION LIMIT 1`);
    }
    machine.askInside("GRANT postgres, owner, pg_execute_server_program TO service");
    machine.askInside("GRANT postgres TO owner WITH ADMIN OPTION");
    machine.askInside("ALTER ROLE service SET default_transaction_read_only = on");
    machine.askInside("ALTER ROLE service IN DATABASE payments SET search_path = pg_temp");
    machine.askInside("ALTER SYSTEM SET archive_mode = on");
    machine.askInside("ALTER SYSTEM SET archive_command = 'touch /tmp/archived'");
    await machine.signal("SIGINT");
    await machine.start();
    expect(state()).toBe(first);
  });

  test("lets no query fill its volume", () => {
    const rows = "SELECT repeat('x', 1000) || i AS it FROM generate_series(1, 200000) i";
    const sort = `SELECT max(it) FROM (${rows} ORDER BY 1 OFFSET 0) sorted`;
    expect(asService(sort).stderr).toContain("exceeds temp_file_limit");
    expect(asService(`SET temp_file_limit = -1; ${sort}`).stderr).toContain("permission denied");
    // A table that goes with its session counts for no limit.
    const refused = "permission denied to create temporary tables";
    expect(asService(`CREATE TEMPORARY TABLE t AS ${rows}`).stderr).toContain(refused);
  });

  test("does not start with an empty password", async () => {
    machine.setPassword("owner", "\n");
    await machine.signal("SIGINT");
    machine.log.length = 0;
    expect(await machine.startInVain()).toBe(1);
    expect(machine.log.join("")).toContain("owner.password is empty; expected a password");
    machine.setPassword("owner", "owner's first");
    await machine.start();
  });

  test("makes no empty database where one was lost", async () => {
    machine.askInside("ALTER DATABASE payments RENAME TO lost");
    await machine.signal("SIGINT");
    await machine.start();
    expect(asService("SELECT 1").stderr).toContain('database "payments" does not exist');
    machine.askInside("ALTER DATABASE lost RENAME TO payments");
  });
});

// Workers share memory with who started them in /dev/shm, which has 64 MB in a pod.
describe("no session has workers", () => {
  // However small the table, and whatever the planner expects: what is left is what is allowed.
  const eager = `
    SET client_min_messages = debug1;
    SET min_parallel_table_scan_size = 0;
    SET min_parallel_index_scan_size = 0;
    SET parallel_setup_cost = 0;
    SET parallel_tuple_cost = 0;`;

  test.each([
    ["a sort", "EXPLAIN SELECT * FROM payments ORDER BY -value", "Sort", "Gather"],
    ["a sum", "EXPLAIN SELECT sum(value) FROM payments", "Aggregate", "Gather"],
    ["making an index", "CREATE INDEX one ON payments (value)", "serially", "parallel workers"],
    ["making it anew", "REINDEX TABLE payments", "serially", "parallel workers"],
    ["a vacuum", "VACUUM (VERBOSE) payments", "finished vacuuming", "parallel vacuum workers"],
    [
      "a vacuum that asks for them",
      "VACUUM (VERBOSE, PARALLEL 2) payments",
      "finished vacuuming",
      "parallel vacuum workers",
    ],
  ])("for %s", (_, statement, serial, parallel) => {
    migrate(1000);
    asOwner("CREATE INDEX other ON payments (value); CREATE INDEX third ON payments (id, value)");
    asOwner("DELETE FROM payments WHERE value > 0");
    const { stdout, stderr } = asOwner([eager, statement]);
    expect(stdout + stderr).toContain(serial);
    expect(stdout + stderr).not.toContain(parallel);
  });
});

describe("data that are not there yet", () => {
  let other: PostgresMachine;
  beforeEach(async () => {
    other = await PostgresMachine.make();
  });
  afterEach(() => other.remove());

  test("are made anew after they were half-made", async () => {
    const halfMade = `${other.data}.new`;
    mkdirSync(halfMade);
    writeFileSync(join(halfMade, "PG_VERSION"), "15\n");
    other.handOver(halfMade);
    await other.start();
    expect(existsSync(halfMade)).toBe(false);
    expect(other.ask("owner", "owner's first", "SELECT 1").stdout).toBe("1\n");
  });

  test("are not made over something else", async () => {
    mkdirSync(other.data);
    writeFileSync(join(other.data, "precious"), "");
    other.handOver(other.data);
    expect(await other.startInVain()).toBe(1);
    expect(readdirSync(other.data)).toEqual(["precious"]);
  });
});

describe("backup and restore", () => {
  const dumps = () =>
    readdirSync(machine.backups)
      .filter((name) => name !== ".lock")
      .sort();
  const backup = () => {
    expect(machine.job("backup.sh")).toMatchObject({ status: 0, stderr: "" });
  };
  const databases = () =>
    machine.askInside("SELECT datname FROM pg_database WHERE datname ~ 'payments' ORDER BY 1");

  test("without a dump there is nothing to restore", () => {
    const { status, stderr } = machine.job("restore.sh");
    expect([status, stderr]).toEqual([
      1,
      `there is no ${machine.backups}/payments-*.dump to restore; run the backup job\n`,
    ]);
  });

  test("a dropped database comes back with every row and every right", () => {
    migrate(1000);
    backup();
    machine.askInside("DROP DATABASE payments WITH (FORCE)");
    expect(payments()).toBe("");
    expect(machine.job("restore.sh")).toMatchObject({ status: 0, stderr: "" });
    expect(payments()).toBe("1000|12150.0000");
    expect(asService("DELETE FROM payments").stderr).toContain("permission denied for table");
    expect(asService("INSERT INTO payments VALUES ('new', 1)").stderr).toBe("");
    expect(databases()).toBe("payments");
  });

  test("a database in use is replaced by its newest dump", async () => {
    migrate(2);
    backup();
    asOwner("INSERT INTO payments VALUES ('later', 1)");
    backup();
    asOwner("INSERT INTO payments VALUES ('lost', 1)");
    const client = await machine.stay();
    expect(machine.job("restore.sh")).toMatchObject({ status: 0, stderr: "" });
    await client.sentAway;
    expect(payments()).toBe("3|25.3000");
  });

  test("a dump that cannot be read changes nothing, and neither does the next try", () => {
    migrate(5);
    const broken = join(machine.backups, "payments-99991231T000000.000000000Z.dump");
    writeFileSync(broken, "PGDMP");
    machine.handOver(broken);
    for (let tries = 0; tries < 2; tries++) {
      expect(machine.job("restore.sh").status).not.toBe(0);
      expect(payments()).toBe("5|60.7500");
    }
    rmSync(broken);
  });

  test("the seven newest dumps are kept, and nothing that is half-written", () => {
    writeFileSync(join(machine.backups, ".partial-killed"), "");
    const before = dumps().length;
    expect(before).toBeLessThan(8);
    for (let i = 0; i < 8; i++) backup();
    expect(dumps()).toHaveLength(7);
    expect(dumps().filter((name) => !/^payments-\d{8}T\d{6}\.\d{9}Z\.dump$/.test(name))).toEqual(
      [],
    );
  });

  test.each([
    ["backup", "backup"],
    ["restore", "restore"],
    ["backup", "restore"],
  ])("a %s and a %s at once both end whole", async (one, other) => {
    migrate(50_000);
    backup();
    const before = dumps();
    const jobs = [one, other].map((name) => machine.jobBeside(`${name}.sh`));
    for (const ended of await Promise.all(jobs)) {
      expect(ended).toMatchObject({ status: 0, stderr: "" });
    }
    const added = dumps().filter((name) => !before.includes(name));
    expect(added).toHaveLength([one, other].filter((name) => name === "backup").length);
    // Whichever is the newest.
    expect(machine.job("restore.sh")).toMatchObject({ status: 0, stderr: "" });
    expect(payments()).toBe("50000|607500.0000");
    expect(databases()).toBe("payments");
  });

  test("a large object of somebody else's keeps no backup from its end", () => {
    migrate(10);
    expect(asService("SELECT lo_from_bytea(0, 'x')").stderr).toBe("");
    backup();
    machine.askInside("SELECT lo_unlink(oid) FROM pg_largeobject_metadata", "payments");
  });

  test("a backup that fails leaves the dumps as they were", async () => {
    const before = dumps();
    await machine.signal("SIGINT");
    expect(machine.job("backup.sh")).toMatchObject({
      status: 1,
      stderr: "no answer from 127.0.0.1 within 2 s\n",
    });
    expect(dumps()).toEqual(before);
    await machine.start();
  });
});
