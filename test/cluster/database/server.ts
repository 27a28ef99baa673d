import { kubectl } from "../kubectl";

const programs = "/usr/lib/postgresql/15/bin";

/** How long a job may take, from its creation on. */
const jobTimeout = "120s";

/** A team's database on the cluster, asked from within its own pod as the server's own user. */
export class DatabaseOnCluster {
  constructor(readonly team: string) {}

  /** The rows that a query finds, as psql prints them unaligned. */
  async ask(query: string, database = this.team): Promise<string> {
    const psql = [
      `${programs}/psql`,
      "-qAtX",
      "--set=ON_ERROR_STOP=1",
      "-d",
      database,
      "-c",
      query,
    ];
    const exec = ["exec", "-n", this.team, `${this.team}-database-0`, "-c", "postgres", "--"];
    return (await kubectl([...exec, ...psql])).trim();
  }

  /** How many rows a table has, and a hash over all that is in them. */
  content(table: string): Promise<string> {
    return this.ask(`SELECT count(*), md5(string_agg(t::text, '|' ORDER BY id)) FROM ${table} t`);
  }

  /**
   * Runs the job that dumps or restores the database, by the means of an operator.
   *
   * @throws with the job's log if it does not end well.
   */
  async run(job: "backup" | "restore"): Promise<void> {
    const name = `${this.team}-database-${job}-test`;
    const place = ["-n", this.team];
    await kubectl(["delete", "job", ...place, name, "--ignore-not-found", "--wait"]);
    const from = `--from=cronjob/${this.team}-database-${job}`;
    await kubectl(["create", "job", ...place, from, name]);
    try {
      const complete = ["--for=condition=complete", `--timeout=${jobTimeout}`];
      await kubectl(["wait", ...place, ...complete, `job/${name}`]);
    } catch (error) {
      const log = await kubectl(["logs", ...place, `job/${name}`, "--all-pods", "--tail=50"]);
      throw new Error(`${name}: ${log}`, { cause: error });
    } finally {
      await kubectl(["delete", "job", ...place, name, "--wait"]);
    }
  }
}
