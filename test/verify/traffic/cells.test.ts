import { expand } from "../../../verify/traffic/cells";
import { controlsOf } from "../../../verify/traffic/controls";
import { type Expected, EXPECTED, type ExpectedService } from "../../../verify/expected";
import { matrixOf } from "../../../verify/traffic/matrix";
import { actorsOf } from "../../../verify/traffic/actors";
import { twoTeams } from "../../two-teams";

test("each row becomes cells, and the controls that it lacks are added once", () => {
  const matrix = {
    "invoice-app-twin": {
      control: "open",
      allowed: [],
      denied: [],
      refused: ["payment-provider/name", "invoice-app/name"],
    },
    bystander: { control: "open", allowed: [], denied: [], refused: ["invoices-stranger"] },
    "invoice-app": {
      control: "kube-dns/tcp",
      allowed: ["payment-provider/name"],
      denied: [],
      refused: [],
    },
  };

  expect(expand(matrix, controlsOf(twoTeams))).toEqual([
    {
      id: "invoice-app-twin -> payment-provider/name",
      from: "invoice-app-twin",
      to: "payment-provider/name",
      expected: "refused",
      controls: ["invoice-app-twin -> open", "invoice-app -> payment-provider/name"],
      controlOnly: false,
    },
    {
      id: "invoice-app-twin -> invoice-app/name",
      from: "invoice-app-twin",
      to: "invoice-app/name",
      expected: "refused",
      controls: ["invoice-app-twin -> open", "outside -> invoice-app/node-port"],
      controlOnly: false,
    },
    {
      id: "bystander -> invoices-stranger",
      from: "bystander",
      to: "invoices-stranger",
      expected: "refused",
      controls: ["bystander -> open", "invoices-stranger -> invoices-stranger"],
      controlOnly: false,
    },
    {
      id: "invoice-app -> payment-provider/name",
      from: "invoice-app",
      to: "payment-provider/name",
      expected: "allowed",
      controls: [],
      controlOnly: false,
    },
    ...(
      [
        ["invoice-app-twin", "open"],
        ["outside", "invoice-app/node-port"],
        ["bystander", "open"],
        ["invoices-stranger", "invoices-stranger"],
      ] as const
    ).map(([from, to]) => ({
      id: `${from} -> ${to}`,
      from,
      to,
      expected: "allowed",
      controls: [],
      controlOnly: true,
    })),
  ]);
});

describe("the real matrix", () => {
  const cells = expand(matrixOf(EXPECTED), controlsOf(EXPECTED));
  const byId = new Map(cells.map((cell) => [cell.id, cell]));

  test("names each cell once", () => {
    expect(byId.size).toBe(cells.length);
  });

  test("has no refused cell without a control of its client and one of its endpoint", () => {
    const lacking = cells
      .filter(({ expected }) => expected === "refused")
      .filter(({ from, controls }) => {
        const ofClient = controls.filter((id) => id.startsWith(`${from} -> `));
        return ofClient.length === 0 || controls.length < 2;
      });
    expect(lacking).toEqual([]);
  });

  test("has only controls that are to be let through", () => {
    const controls = cells.flatMap((cell) => cell.controls);
    expect(controls.filter((id) => byId.get(id)?.expected !== "allowed")).toEqual([]);
  });
});

describe("the matrix of the two teams", () => {
  const cells = expand(matrixOf(twoTeams), controlsOf(twoTeams));

  test("has whoever borrows invoice-app's labels denied by payment-provider", () => {
    expect(cells.filter(({ expected }) => expected === "denied")).toEqual(
      (["invoice-app", "invoice-app-unwalled"] as const).map((from) => ({
        id: `${from} -> payment-provider/without-token`,
        from,
        to: "payment-provider/without-token",
        expected: "denied",
        controls: ["invoice-app -> payment-provider/with-token"],
        controlOnly: false,
      })),
    );
  });

  test("lets exactly these through", () => {
    const allowed = cells.filter((it) => it.expected === "allowed" && !it.controlOnly);
    expect(allowed.map(({ id }) => id)).toEqual([
      "outside -> invoice-app/node-port",
      "outside -> invoice-app/pod-ip",
      "here -> invoice-app/published",
      "invoice-app -> payment-provider/name",
      "invoice-app -> payment-provider/pod-ip",
      "invoice-app -> payment-provider/service-ip",
      "invoice-app -> payment-provider/stand-in",
      "invoice-app -> payment-provider-unwalled",
      "invoice-app -> payment-provider/with-token",
      "invoice-app -> invoices-database/name",
      "invoice-app -> invoices-database/pod-ip",
      "invoice-app -> invoices-database/stand-in",
      "invoice-app -> invoices-database-unwalled",
      "invoice-app -> kube-dns/udp",
      "invoice-app -> kube-dns/tcp",
      "invoice-app-unwalled -> payment-provider/pod-ip",
      "invoice-app-unwalled -> invoices-database/pod-ip",
      "payment-provider -> payments-database/name",
      "payment-provider -> payments-database/pod-ip",
      "payment-provider -> payments-database/stand-in",
      "payment-provider -> payments-database-unwalled",
      "payment-provider -> kube-dns/udp",
      "payment-provider -> kube-dns/tcp",
      "payment-provider-unwalled -> payments-database/pod-ip",
      "invoices-database -> kube-dns/udp",
      "invoices-database -> kube-dns/tcp",
      "invoices-database-migration -> invoices-database/name",
      "invoices-database-migration -> invoices-database-unwalled",
      "invoices-database-migration -> kube-dns/udp",
      "invoices-database-migration -> kube-dns/tcp",
      "payments-database -> kube-dns/udp",
      "payments-database -> kube-dns/tcp",
      "payments-database-migration -> payments-database/name",
      "payments-database-migration -> payments-database-unwalled",
      "payments-database-migration -> kube-dns/udp",
      "payments-database-migration -> kube-dns/tcp",
    ]);
  });

  test("shuts everyone but invoice-app out of payment-provider", () => {
    const refused = cells.filter(
      ({ to, expected }) => to.startsWith("payment-provider/") && expected === "refused",
    );
    expect([...new Set(refused.map(({ from }) => from))]).toEqual([
      "outside",
      "invoice-app-unwalled",
      "invoice-app-twin",
      "invoice-app-copycat",
      "payment-provider-unwalled",
      "payment-provider-twin",
      "payment-provider-copycat",
      "invoices-stranger",
      "invoices-stranger-unwalled",
      "payments-stranger",
      "payments-stranger-unwalled",
      "bystander",
    ]);
  });

  test.each([
    ["invoices-database", "payment-provider", "payments-stranger"],
    ["payments-database", "invoice-app", "invoices-stranger"],
  ])("shuts everyone but the team's service out of %s", (database, service, outsider) => {
    const refused = cells.filter(
      ({ to, expected }) => to.startsWith(`${database}/`) && expected === "refused",
    );
    const clients = new Set<string>(refused.map(({ from }) => from));
    expect([...clients]).toEqual(
      expect.arrayContaining([
        "outside",
        service,
        `${service}-unwalled`,
        `${outsider}-unwalled`,
        "invoices-stranger-unwalled",
        "payments-stranger-unwalled",
        "bystander",
        "invoice-app-twin",
        "invoice-app-copycat",
        "payment-provider-copycat",
      ]),
    );
  });
});

describe("a third team with a service that is called, keeps data and calls nobody", () => {
  const refundDesk: ExpectedService = { name: "refund-desk", team: "refunds", hasDatabase: true };
  const calling = twoTeams.services.map((service) =>
    service.name === "invoice-app"
      ? { ...service, calls: [...(service.calls ?? []), "refund-desk"] }
      : service,
  );
  const cellsWith = (expected: Expected) => expand(matrixOf(expected), controlsOf(expected));
  const called = {
    teams: [...twoTeams.teams, "refunds"],
    services: [...calling, refundDesk],
  };
  const uncalled = { ...called, services: [...twoTeams.services, refundDesk] };
  const clientsOf = (expected: Expected, endpoint: string, how: string) =>
    cellsWith(expected)
      .filter((cell) => cell.to === endpoint && cell.expected === how && !cell.controlOnly)
      .map(({ from }) => from);

  test("takes no cell of the others away", () => {
    const ids = new Set(cellsWith(uncalled).map(({ id }) => id));
    const before = cellsWith(twoTeams).map(({ id }) => id);
    expect(before.filter((id) => !ids.has(id))).toEqual([]);
  });

  test("lets its caller in alone", () => {
    expect(clientsOf(called, "refund-desk/name", "allowed")).toEqual(["invoice-app"]);
    expect(clientsOf(uncalled, "refund-desk/name", "allowed")).toEqual([]);
    expect(clientsOf(uncalled, "refund-desk/name", "refused")).toEqual([
      "invoice-app",
      "invoice-app-unwalled",
      "invoice-app-twin",
      "invoice-app-copycat",
      "payment-provider",
      "payment-provider-unwalled",
      "payment-provider-twin",
      "payment-provider-copycat",
      "refund-desk-unwalled",
      "refund-desk-twin",
      "refund-desk-copycat",
      "invoices-stranger",
      "invoices-stranger-unwalled",
      "payments-stranger",
      "payments-stranger-unwalled",
      "refunds-stranger",
      "refunds-stranger-unwalled",
      "bystander",
    ]);
  });

  test("lets nobody but itself and its migration in to its database", () => {
    expect(clientsOf(called, "refunds-database/name", "allowed")).toEqual([
      "refund-desk",
      "refunds-database-migration",
    ]);
    expect(clientsOf(called, "invoices-database/name", "refused")).toContain("refund-desk");
    expect(clientsOf(called, "payment-provider/name", "refused")).toContain("refund-desk");
  });

  test.each([called, uncalled])("has a control for each refusal", (expected) => {
    const cells = cellsWith(expected);
    const allowed = new Set(cells.flatMap((it) => (it.expected === "allowed" ? it.id : [])));
    for (const { id, controls } of cells.filter((it) => it.expected !== "allowed")) {
      expect([id, controls.length > 0, controls.filter((it) => !allowed.has(it))]).toEqual([
        id,
        true,
        [],
      ]);
    }
  });

  test("has pods of its own, no two by one name", () => {
    const more = actorsOf(called).map(({ name }) => name);
    expect(new Set(more).size).toBe(more.length);
    expect(more.filter((name) => name.startsWith("refund"))).toEqual([
      "refund-desk",
      "refund-desk-unwalled",
      "refund-desk-twin",
      "refund-desk-copycat",
      "refunds-database",
      "refunds-database-unwalled",
      "refunds-database-migration",
      "refunds-stranger",
      "refunds-stranger-unwalled",
    ]);
  });
});
