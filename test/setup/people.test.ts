import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { load } from "js-yaml";
import {
  breakGlassGroup,
  breakGlassUser,
  teamGroup,
  teamUser,
} from "../../components/access/identities";
import { tells } from "./fakes";
import { equipForPeople, stackSays } from "./people-fakes";
import { Sandbox } from "./sandbox";

jest.setTimeout(60_000);

let machine: Sandbox;
let people: string;
beforeEach(async () => {
  machine = new Sandbox();
  equipForPeople(machine);
  people = path.join(machine.clone, ".state/people");
  expect((await machine.run()).stderr).toBe("");
});
afterEach(() => {
  machine.remove();
});

interface Kubeconfig {
  readonly clusters: readonly object[];
  readonly contexts: readonly { readonly name: string; readonly context: object }[];
  readonly users: readonly [
    { readonly user: { readonly exec: { readonly command: string; readonly args: string[] } } },
  ];
}

const kubeconfig = (name: string): Kubeconfig =>
  load(fs.readFileSync(path.join(people, `${name}.kubeconfig`), "utf8")) as Kubeconfig;

const asked = (file: string): Record<string, never> =>
  load(fs.readFileSync(path.join(machine.dir, file), "utf8")) as Record<string, never>;

const touch = (name: string): void => {
  fs.writeFileSync(path.join(machine.dir, name), "");
};

/** Calls a kubeconfig's plugin as kubectl does, with no home and nothing but a PATH. */
function credential(name: string): { status: number | null; stdout: string; stderr: string } {
  const { command, args } = kubeconfig(name).users[0].user.exec;
  const env = { PATH: "/usr/bin:/bin", HOME: "/nonexistent" };
  return spawnSync(command, args, { env, encoding: "utf8" });
}

function subject(input: string): string {
  const args = ["x509", "-noout", "-subject", "-nameopt", "RFC2253"];
  return spawnSync("openssl", args, { input, encoding: "utf8" }).stdout.trim();
}

describe("--login without AWS", () => {
  test("writes a kubeconfig of its own and says how to use it, until when and for what", async () => {
    const { code, stdout, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^alice of payments, until \w{3} +\d+ [\d:]{8} \d{4} UTC\.$/m);
    expect(stdout).toContain(`  export KUBECONFIG='${people}/alice@payments.kubeconfig'\n`);
    expect(stdout.slice(stdout.indexOf("In "))).toBe(
      `In payments:
  deployments.apps                                     get
  pods                                                 get list watch
  secrets                                              create
`,
    );
    expect(kubeconfig("alice@payments").clusters).toEqual([
      {
        name: "sre-challenge",
        cluster: { server: "https://127.0.0.1:8443", "certificate-authority-data": "Q0E=" },
      },
    ]);
    expect(kubeconfig("alice@payments").contexts).toEqual([
      {
        name: "sre-challenge",
        context: { cluster: "sre-challenge", user: "alice@payments", namespace: "payments" },
      },
    ]);
    expect(fs.readdirSync(machine.home)).toEqual([".cache"]);
  });

  test("the plugin hands out the signed certificate, with its key", async () => {
    await machine.run(["--login", "payments", "--as", "alice"]);
    const { status } = JSON.parse(credential("alice@payments").stdout) as {
      status: { clientCertificateData: string; clientKeyData: string };
    };
    // What the program's RoleBindings name, and what AWS's ways in end at.
    expect(subject(status.clientCertificateData)).toBe(
      `subject=CN=${teamUser("payments", "alice")},O=${teamGroup("payments")}`,
    );
    expect(status.clientKeyData).toMatch(/^-----BEGIN EC PRIVATE KEY-----\n[^-]+\n-----END/);
  });

  test("asks for a working day, and leaves no request behind", async () => {
    await machine.run(["--login", "viewers", "--as", "eve"]);
    expect(asked("request.yaml")).toMatchObject({
      spec: {
        signerName: "kubernetes.io/kube-apiserver-client",
        expirationSeconds: 28800,
        usages: ["client auth"],
      },
    });
    expect(
      machine.calls().filter((call) => call.includes(" delete certificatesigningrequest")),
    ).toHaveLength(1);
  });

  test("only its owner can read what it writes", async () => {
    await machine.run(["--login", "payments", "--as", "alice"]);
    const modes = fs
      .readdirSync(people)
      .map((name) => [name, fs.statSync(path.join(people, name)).mode & 0o777]);
    expect(modes).toEqual([
      ["alice@payments.kubeconfig", 0o600],
      ["alice@payments.pem", 0o600],
    ]);
    expect(fs.statSync(people).mode & 0o777).toBe(0o700);
    const key =
      fs.readFileSync(path.join(people, "alice@payments.pem"), "utf8").split("\n")[1] ?? "";
    expect(key).toMatch(/^[A-Za-z0-9+/]{64}$/);
    expect(machine.state("setup.log")).not.toContain(key);
  });

  test("a team without a namespace is told of each namespace that differs", async () => {
    const { stdout } = await machine.run(["--login", "platform", "--as", "pat"]);
    expect(stdout.match(/^In .*/gm)).toEqual(["In invoices:", "In payments:"]);
  });

  test("the name is the account's, unless it is given", async () => {
    const { stdout } = await machine.run(["--login", "payments"], { env: { USER: "carol" } });
    expect(stdout).toContain("carol of payments, until");
    const refused = await machine.run(["--login", "payments"], { env: { USER: "Carol Smith" } });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /^setup\.sh: your name on this machine: "Carol Smith" is no name/,
    );
  });

  test("a request that is not approved is withdrawn, and nothing is kept", async () => {
    touch("refuses");
    const { code, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect(code).toBe(1);
    expect(stderr).toContain("having a certificate signed failed");
    expect(
      machine.calls().filter((call) => call.includes(" delete certificatesigningrequest")),
    ).toHaveLength(1);
    expect(fs.readdirSync(people)).toEqual([]);
  });

  test("credentials that have ended say what to run", async () => {
    await machine.run(["--login", "payments", "--as", "alice"]);
    fs.writeFileSync(path.join(people, "alice@payments.pem"), "");
    expect(credential("alice@payments")).toMatchObject({
      status: 1,
      stdout: "",
      stderr: `These credentials were removed or have ended. New ones: bash '${machine.clone}/setup.sh' --login payments --as alice\n`,
    });
  });

  test("without a cluster says so", async () => {
    fs.rmSync(path.join(machine.dir, "cluster"));
    const { code, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `\nsetup.sh: the cluster of this clone does not answer.\n  Start it: bash '${machine.clone}/setup.sh'\n`,
    );
  });
});

describe("--login with AWS", () => {
  const roleArn = "arn:aws:iam::123456789012:role/sre-challenge-team-payments";
  beforeEach(() => {
    const payments = {
      group: "team:payments",
      namespace: "payments",
      roleArn,
      clusterId: "sre-challenge",
      region: "eu-west-1",
    };
    stackSays(machine, { payments });
  });

  test("kubectl takes tokens of the team's role, under the person's name", async () => {
    machine.fake("aws-iam-authenticator", tells("0.6.13"));
    const { code, stdout, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`alice of payments, by the IAM role ${roleArn}.`);
    expect(kubeconfig("alice@payments").users[0].user.exec).toEqual({
      apiVersion: "client.authentication.k8s.io/v1beta1",
      command: path.join(machine.bin, "aws-iam-authenticator"),
      args: ["token", "--cluster-id", "sre-challenge", "--role", roleArn].concat(
        "--session-name",
        "alice",
        "--region",
        "eu-west-1",
      ),
      interactiveMode: "Never",
    });
    expect(fs.readdirSync(people)).toEqual(["alice@payments.kubeconfig"]);
  });

  test("a team that has no role gets a certificate", async () => {
    await machine.run(["--login", "viewers", "--as", "eve"]);
    expect(fs.readdirSync(people)).toEqual(["eve@viewers.kubeconfig", "eve@viewers.pem"]);
  });

  test("without the authenticator says how to come by it", async () => {
    const { code, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect(code).toBe(1);
    expect(stderr).toContain("Put aws-iam-authenticator 0.6.0 or newer on the PATH");
  });
});

describe("--break-glass", () => {
  const reason = 'the "queue" is stuck \\o/';
  const args = ["--break-glass", "payments", "--reason", reason, "--as", "alice"];

  test("is named in the request and in an Event of the namespace", async () => {
    const { code, stdout, stderr } = await machine.run([...args, "--minutes", "10"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^break-glass:payments:alice, until .* UTC\.$/m);
    expect(asked("request.yaml")).toMatchObject({
      metadata: {
        annotations: {
          "sre-challenge/user": "break-glass:payments:alice",
          "sre-challenge/reason": reason,
        },
      },
      spec: { expirationSeconds: 600 },
    });
    expect(asked("event.yaml")).toMatchObject({
      metadata: { namespace: "payments" },
      type: "Warning",
      reason: "BreakGlass",
      message: expect.stringMatching(
        /^break-glass:payments:alice has wider rights until .* UTC: the "queue" is stuck \\o\/$/,
      ) as string,
    });
    const { status } = JSON.parse(credential("alice+break-glass@payments").stdout) as {
      status: { clientCertificateData: string };
    };
    expect(subject(status.clientCertificateData)).toBe(
      `subject=CN=${breakGlassUser("payments", "alice")},O=${breakGlassGroup("payments")}`,
    );
  });

  test("lasts an hour by default", async () => {
    await machine.run(args);
    expect(asked("request.yaml")).toMatchObject({ spec: { expirationSeconds: 3600 } });
  });

  test("is given to nobody if the Event cannot be left", async () => {
    touch("silent");
    const { code } = await machine.run(args);
    expect(code).toBe(1);
    expect(fs.readdirSync(people)).toEqual([]);
  });
});

describe("--logout", () => {
  beforeEach(async () => {
    await machine.run(["--login", "payments", "--as", "alice"]);
    await machine.run([
      "--break-glass",
      "payments",
      "--as",
      "bob",
      "--reason",
      "the queue is stuck",
    ]);
    await machine.run(["--login", "invoices", "--as", "payments-x"]);
  });

  test("of a team removes its people's credentials, keys and all, and nobody else's", async () => {
    const { stdout } = await machine.run(["--logout", "payments"]);
    expect(fs.readdirSync(people)).toEqual([
      "payments-x@invoices.kubeconfig",
      "payments-x@invoices.pem",
    ]);
    expect(stdout).toContain(`Removed: ${people}/alice@payments.kubeconfig\n`);
    expect(stdout).toContain(`Removed: ${people}/bob+break-glass@payments.kubeconfig\n`);
    expect((await machine.run(["--logout", "payments"])).stdout).toBe(
      "Nobody is logged in as one of payments.\n",
    );
  });

  test("removes everybody's", async () => {
    await machine.run(["--logout"]);
    expect(fs.existsSync(people)).toBe(false);
    expect((await machine.run(["--logout"])).stdout).toBe("Nobody is logged in.\n");
  });

  test("--destroy removes everybody's too", async () => {
    expect((await machine.run(["--destroy"])).code).toBe(0);
    expect(fs.existsSync(people)).toBe(false);
  });
});

describe("a team is one that the stack knows", () => {
  const reason = ["--reason", "the queue is stuck"];

  test("one that came with the last deployment is", async () => {
    stackSays(machine, { refunds: { group: "team:refunds", namespace: "refunds" } });
    const { code, stderr } = await machine.run(["--login", "refunds", "--as", "rob"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(kubeconfig("rob@refunds").contexts).toMatchObject([
      { context: { namespace: "refunds" } },
    ]);
    const { stdout } = await machine.run(["--login", "platform", "--as", "pat"]);
    expect(stdout.match(/^In .*/gm)).toEqual(["In invoices:", "In payments:", "In refunds:"]);
  });

  test.each([
    [
      ["--login", "refunds"],
      '--login: unknown team "refunds"',
      "invoices payments viewers platform",
    ],
    [
      ["--break-glass", "viewers", ...reason],
      '--break-glass: unknown team "viewers"',
      "invoices payments",
    ],
  ])("%j is refused with those that there are, and leaves nothing", async (args, fault, known) => {
    const { code, stderr } = await machine.run(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(`setup.sh: ${fault}; expected one of: ${known}\n\nUsage: `);
    expect(fs.existsSync(people)).toBe(false);
  });

  test.each([
    [
      "is not deployed",
      (file: string) => {
        fs.rmSync(file);
      },
    ],
    [
      "knows no team with a namespace",
      (file: string) => {
        fs.writeFileSync(file, '{"viewers":{}}');
      },
    ],
  ])("where the stack %s, says what to run", async (_, change) => {
    change(path.join(machine.dir, "access"));
    const { code, stderr } = await machine.run(["--login", "payments", "--as", "alice"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `\nsetup.sh: Pulumi's stack dev does not say which teams there are.\n  Bring it up to date: bash '${machine.clone}/setup.sh'\n`,
    });
  });

  test("people of another one, whose name begins alike, stay", async () => {
    const home = (team: string) => ({ group: `team:${team}`, namespace: team });
    stackSays(machine, { refunds: home("refunds"), "refunds-rob": home("refunds-rob") });
    await machine.run(["--login", "refunds", "--as", "rob-eve"]);
    await machine.run(["--login", "refunds-rob", "--as", "eve"]);
    expect(fs.readdirSync(people)).toHaveLength(4);
    await machine.run(["--logout", "refunds"]);
    expect(fs.readdirSync(people)).toEqual(["eve@refunds-rob.kubeconfig", "eve@refunds-rob.pem"]);
  });

  test("people of one that is no more are logged out all the same", async () => {
    stackSays(machine, { refunds: { group: "team:refunds", namespace: "refunds" } });
    await machine.run(["--login", "refunds", "--as", "rob"]);
    stackSays(machine, {});
    const { code, stdout } = await machine.run(["--logout", "refunds"]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `Removed: ${people}/rob@refunds.kubeconfig\n`,
    });
  });
});
