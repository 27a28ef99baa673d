import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Copy } from "../new/copy";
import { kubectl } from "../cluster/kubectl";
import { kubectlWith, people, setup } from "../cluster/people";
import { previewed, pulumi } from "../cluster/preview";

// A team and a service that `npm run new` makes, deployed, proved, and taken away again by `npm run remove`.
jest.setTimeout(600_000);

const team = "examples";
const service = "example-desk";
const ofTeam = /::(example|team-examples)/;

interface Proof {
  readonly right: boolean;
  readonly cells: readonly { readonly id: string; readonly expected: string }[];
}

let copy: Copy;

beforeAll(() => {
  copy = new Copy();
  copy.commit();
  run("new", "team", team);
  run("new", "service", service, ...["--team", team, "--database", "--called-by", "invoice-app"]);
  copy.commit();
  copy.run("pulumi", "stack", "select", "dev");
});

// Whatever became of the tests.
afterAll(() => {
  try {
    if (previewed().length > 0) {
      letGo(
        pulumi("stack", "--show-urns")
          .match(/urn:\S+/g)
          ?.filter((urn) => ofTeam.test(urn)),
      );
      pulumi("up", "--yes", "--skip-preview");
    }
  } finally {
    copy.remove();
  }
});

/** A command of the copy, about the cluster of this clone. */
function run(command: "new" | "remove" | "verify", ...args: readonly string[]): string {
  return copy.node("--require", "tsx/cjs", `${command}/main.ts`, ...args);
}

function up(): void {
  copy.run("pulumi", "up", "--yes", "--skip-preview", "--stack=dev", "--non-interactive");
}

function letGo(urns: readonly string[] = []): void {
  for (const urn of urns) pulumi("state", "unprotect", "--yes", urn);
}

/** What `npm run remove` says is kept until it is let go. */
function keptOf(said: string): readonly string[] {
  return [...said.matchAll(/^ {2}pulumi state unprotect --yes '(.*)'$/gm)].map(
    ([, urn = ""]) => urn,
  );
}

test("what it makes comes up, and nothing else is replaced", async () => {
  const steps = previewed("--cwd", copy.folder);
  expect(steps.filter((step) => !/^(create|update) /.test(step))).toEqual([]);
  up();
  const home = ["--namespace", team];
  const replicas = "--output=jsonpath={.status.readyReplicas}";
  expect(await kubectl(["get", "deployment", service, ...home, replicas])).toBe("2");
});

test("its walls are proved, with a row for each of its own", () => {
  const { right, cells } = JSON.parse(run("verify", "--json")) as Proof;
  expect(right).toBe(true);
  const expected = (how: string) =>
    cells.flatMap(({ id, expected }) => (expected === how ? [id] : []));
  expect(expected("allowed")).toEqual(
    expect.arrayContaining([
      `invoice-app -> ${service}/name`,
      `${service} -> ${team}-database/name`,
    ]),
  );
  expect(expected("refused")).toEqual(
    expect.arrayContaining([
      `payment-provider -> ${service}/name`,
      `${service} -> payment-provider/name`,
      `invoice-app -> ${team}-database/name`,
      `${service} -> invoices-database/name`,
    ]),
  );
});

test("a proof that does not know it proves nothing, and names it", () => {
  const proof = spawnSync("npm", ["run", "--silent", "verify"], { encoding: "utf8" });
  expect(proof.status).toBe(2);
  expect(proof.stderr).toContain(`team ${team}: nobody proves it`);
  expect(proof.stderr).toContain(`service ${service}: nobody proves it`);
});

test("its people get in, and are at home in its namespace alone", () => {
  expect(setup("--login", team, "--as", "third-team-test")).toMatchObject({ status: 0 });
  try {
    const kubeconfig = join(people, `third-team-test@${team}.kubeconfig`);
    const mayDeploy = (namespace: string) =>
      kubectlWith(kubeconfig, "auth", "can-i", "create", "deployments", "-n", namespace).stdout;
    expect([team, "payments", "invoices"].map(mayDeploy)).toEqual(["yes\n", "no\n", "no\n"]);
  } finally {
    setup("--logout", team);
  }
});

test("taken away, its data stays until it is let go, and then nothing is left", async () => {
  const kept = [...keptOf(run("remove", "service", service, "--yes"))];
  copy.commit();
  kept.push(...keptOf(run("remove", "team", team, "--yes")));
  copy.commit();
  expect(() => {
    up();
  }).toThrow(/protected/);
  const claims = ["get", "persistentvolumeclaims", "--namespace", team, "--output=name"];
  expect(await kubectl(claims)).toContain(`data-${team}-database-0`);

  letGo(kept);
  up();
  expect(await kubectl(["get", "namespace", team, "--ignore-not-found"])).toBe("");
  expect(previewed()).toEqual([]);
});
