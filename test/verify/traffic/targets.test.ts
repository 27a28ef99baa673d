import { type Target, targetsOf } from "../../../verify/traffic/targets";
import { twoTeams } from "../../two-teams";
import { places } from "./places";

/** Short for what is asked: kind, host, port, and who has to answer or what is looked up. */
function summary({ via, kind, host, port, path, identity, name, tokenFile }: Target): string {
  const who = identity ?? name ?? (tokenFile ? `with ${tokenFile}` : "");
  return `${kind} ${host}:${port}${path ?? ""} by ${via} ${who}`.trim();
}

test("every endpoint is asked at its own addresses", () => {
  const database = (team: string, ip: string, standIn: number, unwalled: number) => {
    const name = `${team}-database`;
    const pod = (port: number, ip: number, actor: string) =>
      `http 10.244.1.${ip}:${port}/ by pod IP verify-${actor}-r1`;
    return {
      [`${name}/name`]: `postgres ${name}.${team}.svc.cluster.local:5432 by name`,
      [`${name}/pod-ip`]: `postgres ${ip}:5432 by pod IP`,
      [`${name}/stand-in`]: pod(5432, standIn, name),
      [`${name}/stand-in:9999`]: pod(9999, standIn, name),
      [`${name}-unwalled`]: pod(5432, unwalled, `${name}-unwalled`),
      [`${name}-unwalled:9999`]: pod(9999, unwalled, `${name}-unwalled`),
    };
  };
  /** @param first The last number of the address of the first of its four pods of the check. */
  const service = (
    name: string,
    team: string,
    port: number,
    serviceIp: string,
    podIps: readonly string[],
    first: number,
  ) => {
    const pod = (nth: number, actor: string, kind = "http", at = port) =>
      `${kind} 10.244.1.${first + nth}:${at}${kind === "http" ? "/" : ""} by pod IP verify-${actor}-r1`;
    const others = (prefix: string, nth: number, actor: string) => ({
      [`${prefix}:53`]: pod(nth, actor, "http", 53),
      [`${prefix}:53/udp`]: pod(nth, actor, "udp", 53),
      [`${prefix}:443`]: pod(nth, actor, "http", 443),
      [`${prefix}:9999`]: pod(nth, actor, "http", 9999),
    });
    const each = (rest: string) => podIps.map((ip) => `http ${ip}:${port}${rest}`).join(", ");
    return {
      [`${name}/name`]: `http ${name}.${team}.svc.cluster.local:${port}/healthz by name`,
      [`${name}/service-ip`]: `http ${serviceIp}:${port}/healthz by service IP`,
      [`${name}/pod-ip`]: each("/healthz by pod IP"),
      [`${name}/with-token`]: each(`/openapi.json by pod IP with /run/tokens/${name}`),
      [`${name}/without-token`]: each("/openapi.json by pod IP"),
      [`${name}/stand-in`]: pod(0, name),
      ...others(`${name}/stand-in`, 0, name),
      [`${name}-unwalled`]: pod(1, `${name}-unwalled`),
      ...others(`${name}-unwalled`, 1, `${name}-unwalled`),
      [`${name}-copycat`]: pod(3, `${name}-copycat`),
    };
  };
  // Any port that some policy opens for another.
  const onEachPort = (actor: string, pod: number) => ({
    [actor]: [8081, 8082]
      .map((port) => `http 10.244.1.${pod}:${port}/ by pod IP verify-${actor}-r1`)
      .join(", "),
  });
  const asked = Object.entries(targetsOf(twoTeams, places)).map(([endpoint, targets]) => [
    endpoint,
    targets.map(summary).join(", "),
  ]);
  expect(Object.fromEntries(asked)).toEqual({
    ...service("invoice-app", "invoices", 8081, "10.96.0.81", ["10.244.0.11"], 1),
    "invoice-app/node-port": "http 192.168.49.2:30081/healthz by node port",
    "invoice-app/published": "http 127.0.0.1:30081/healthz by loopback",
    ...service(
      "payment-provider",
      "payments",
      8082,
      "10.96.0.82",
      ["10.244.0.21", "10.244.0.22"],
      5,
    ),
    ...database("invoices", "10.244.0.31", 9, 10),
    ...database("payments", "10.244.0.32", 12, 13),
    ...onEachPort("invoices-stranger", 15),
    ...onEachPort("invoices-stranger-unwalled", 16),
    ...onEachPort("payments-stranger", 17),
    ...onEachPort("payments-stranger-unwalled", 18),
    ...onEachPort("bystander", 19),
    ...onEachPort("open", 20),
    "open:53": "http 10.244.1.20:53/ by pod IP verify-open-r1",
    "open:53/udp": "udp 10.244.1.20:53 by pod IP verify-open-r1",
    "open:443": "http 10.244.1.20:443/ by pod IP verify-open-r1",
    "open:9999": "http 10.244.1.20:9999/ by pod IP verify-open-r1",
    "kube-dns/udp": "dns-udp 10.96.0.10:53 by service IP invoice-app.invoices.svc.cluster.local",
    "kube-dns/tcp": "dns-tcp 10.96.0.10:53 by service IP invoice-app.invoices.svc.cluster.local",
    "kube-dns:9153": "tcp 10.244.0.5:9153 by pod IP",
    "api-server/name": "tcp kubernetes.default.svc.cluster.local:443 by name",
    "api-server/service-ip": "tcp 10.96.0.1:443 by service IP",
    "api-server/node-ip": "tcp 192.168.49.2:8443 by node IP",
    outside: "http 192.168.49.254:40000/ by outside outside-r1",
  });
});
