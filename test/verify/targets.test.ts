import { type Target, targetsOf } from "../../verify/targets";
import { places } from "./places";

/** Short for what is asked: kind, host, port, and who has to answer or what is looked up. */
function summary({ via, kind, host, port, path, identity, name, tokenFile }: Target): string {
  const who = identity ?? name ?? (tokenFile ? `with ${tokenFile}` : "");
  return `${kind} ${host}:${port}${path ?? ""} by ${via} ${who}`.trim();
}

test("every endpoint is asked at its own addresses", () => {
  const database = (team: string, ip: string, standIn: number, unwalled: number) => {
    const name = `${team}-database`;
    const pod = (port: number, ip: number, role: string) =>
      `http 10.244.1.${ip}:${port}/ by pod IP verify-${role}-r1`;
    return {
      [`${name}/name`]: `postgres ${name}.${team}.svc.cluster.local:5432 by name`,
      [`${name}/pod-ip`]: `postgres ${ip}:5432 by pod IP`,
      [`${name}/stand-in`]: pod(5432, standIn, name),
      [`${name}/stand-in:8083`]: pod(8083, standIn, name),
      [`${name}-unwalled`]: pod(5432, unwalled, `${name}-unwalled`),
      [`${name}-unwalled:8083`]: pod(8083, unwalled, `${name}-unwalled`),
    };
  };
  const asked = Object.entries(targetsOf(places)).map(([endpoint, targets]) => [
    endpoint,
    targets.map(summary).join(", "),
  ]);
  const paymentProvider = "payment-provider.payments.svc.cluster.local";
  expect(Object.fromEntries(asked)).toEqual({
    "invoice-app/name": "http invoice-app.invoices.svc.cluster.local:8081/healthz by name",
    "invoice-app/pod-ip": "http 10.244.0.11:8081/healthz by pod IP",
    "invoice-app/node-port": "http 192.168.49.2:30081/healthz by node port",
    "invoice-app/published": "http 127.0.0.1:30081/healthz by loopback",
    "invoice-app/stand-in:8083": "http 10.244.1.1:8083/ by pod IP verify-invoice-app-r1",
    "invoice-app-unwalled": "http 10.244.1.2:8081/ by pod IP verify-invoice-app-unwalled-r1",
    "payment-provider/name": `http ${paymentProvider}:8082/healthz by name`,
    "payment-provider/service-ip": "http 10.96.0.82:8082/healthz by service IP",
    "payment-provider/pod-ip":
      "http 10.244.0.21:8082/healthz by pod IP, http 10.244.0.22:8082/healthz by pod IP",
    "payment-provider/with-token":
      "http 10.244.0.21:8082/openapi.json by pod IP with /run/token/token, " +
      "http 10.244.0.22:8082/openapi.json by pod IP with /run/token/token",
    "payment-provider/without-token":
      "http 10.244.0.21:8082/openapi.json by pod IP, http 10.244.0.22:8082/openapi.json by pod IP",
    "payment-provider/stand-in": "http 10.244.1.5:8082/ by pod IP verify-payment-provider-r1",
    "payment-provider/stand-in:53": "http 10.244.1.5:53/ by pod IP verify-payment-provider-r1",
    "payment-provider/stand-in:53/udp": "udp 10.244.1.5:53 by pod IP verify-payment-provider-r1",
    "payment-provider/stand-in:443": "http 10.244.1.5:443/ by pod IP verify-payment-provider-r1",
    "payment-provider/stand-in:8083": "http 10.244.1.5:8083/ by pod IP verify-payment-provider-r1",
    "payment-provider-unwalled":
      "http 10.244.1.6:8082/ by pod IP verify-payment-provider-unwalled-r1",
    "payment-provider-unwalled:53":
      "http 10.244.1.6:53/ by pod IP verify-payment-provider-unwalled-r1",
    "payment-provider-unwalled:53/udp":
      "udp 10.244.1.6:53 by pod IP verify-payment-provider-unwalled-r1",
    "payment-provider-unwalled:443":
      "http 10.244.1.6:443/ by pod IP verify-payment-provider-unwalled-r1",
    "payment-provider-unwalled:8083":
      "http 10.244.1.6:8083/ by pod IP verify-payment-provider-unwalled-r1",
    ...database("invoices", "10.244.0.31", 9, 10),
    ...database("payments", "10.244.0.32", 11, 12),
    impostor: "http 10.244.1.3:8081/ by pod IP verify-impostor-r1",
    stranger: "http 10.244.1.7:8082/ by pod IP verify-stranger-r1",
    "stranger-unwalled": "http 10.244.1.8:8082/ by pod IP verify-stranger-unwalled-r1",
    bystander: "http 10.244.1.13:8082/ by pod IP verify-bystander-r1",
    decoy: "http 10.244.1.16:8082/ by pod IP verify-decoy-r1",
    open: "http 10.244.1.17:8082/ by pod IP verify-open-r1",
    "open:53": "http 10.244.1.17:53/ by pod IP verify-open-r1",
    "open:53/udp": "udp 10.244.1.17:53 by pod IP verify-open-r1",
    "open:443": "http 10.244.1.17:443/ by pod IP verify-open-r1",
    "open:8083": "http 10.244.1.17:8083/ by pod IP verify-open-r1",
    "kube-dns/udp": `dns-udp 10.96.0.10:53 by service IP ${paymentProvider}`,
    "kube-dns/tcp": `dns-tcp 10.96.0.10:53 by service IP ${paymentProvider}`,
    "kube-dns:9153": "tcp 10.244.0.5:9153 by pod IP",
    "api-server/name": "tcp kubernetes.default.svc.cluster.local:443 by name",
    "api-server/service-ip": "tcp 10.96.0.1:443 by service IP",
    "api-server/node-ip": "tcp 192.168.49.2:8443 by node IP",
    outside: "http 192.168.49.254:40000/ by outside outside-r1",
  });
});
