import { expand } from "../../verify/cells";
import { CONTROLS } from "../../verify/controls";
import { MATRIX } from "../../verify/matrix";

test("each row becomes cells, and the controls that it lacks are added once", () => {
  const matrix = {
    twin: { control: "open", allowed: [], refused: ["payment-provider/name", "invoice-app/name"] },
    bystander: { control: "open", allowed: [], refused: ["impostor"] },
    "invoice-app": { control: "kube-dns/tcp", allowed: ["payment-provider/name"], refused: [] },
  } as const;

  expect(expand(matrix, CONTROLS)).toEqual([
    {
      id: "twin -> payment-provider/name",
      from: "twin",
      to: "payment-provider/name",
      expected: "refused",
      controls: ["twin -> open", "invoice-app -> payment-provider/name"],
      controlOnly: false,
    },
    {
      id: "twin -> invoice-app/name",
      from: "twin",
      to: "invoice-app/name",
      expected: "refused",
      controls: ["twin -> open", "outside -> invoice-app/node-port"],
      controlOnly: false,
    },
    {
      id: "bystander -> impostor",
      from: "bystander",
      to: "impostor",
      expected: "refused",
      controls: ["bystander -> open", "impostor -> impostor"],
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
        ["twin", "open"],
        ["outside", "invoice-app/node-port"],
        ["bystander", "open"],
        ["impostor", "impostor"],
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
  const cells = expand(MATRIX, CONTROLS);
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
      "invoice-app -> payment-provider/with-token",
      "invoice-app -> payment-provider/stand-in",
      "invoice-app -> payment-provider-unwalled",
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
      "payments-database -> kube-dns/udp",
      "payments-database -> kube-dns/tcp",
      "invoices-database-migration -> invoices-database/name",
      "invoices-database-migration -> invoices-database-unwalled",
      "invoices-database-migration -> kube-dns/udp",
      "invoices-database-migration -> kube-dns/tcp",
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
      "impostor",
      "impostor-unwalled",
      "payment-provider-unwalled",
      "stranger",
      "stranger-unwalled",
      "bystander",
      "twin",
      "copycat",
    ]);
  });

  test.each([
    ["invoices-database", "payment-provider", "stranger"],
    ["payments-database", "invoice-app", "impostor"],
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
        "impostor-unwalled",
        "stranger-unwalled",
        "bystander",
        "twin",
        "copycat",
        "decoy",
      ]),
    );
  });
});
