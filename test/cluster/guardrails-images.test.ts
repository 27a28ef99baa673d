import { postgresImage } from "../../components/postgres-database/server";
import { deployment, job, pod, release } from "./guardrails/manifests";
import { ask, create, getNames, member, patch, rescuer } from "./guardrails/people";
import { expectRefused, guardrail, type Row } from "./guardrails/refusals";

// A node pulls an image past every NetworkPolicy: its name is a request to whoever it names.
jest.setTimeout(60_000);

const own = release("payment-provider");
const strange = "payment-provider.payments.svc.cluster.local:8082/x:y";
const refused = (by: string) => guardrail(by, 'image: "[^"]+" is not of this stack; use ');
const running = (image: string) => ({ container: { image } });
const deploy = (image: string) => create(member, deployment("payments", "probe", running(image)));
const first = (image: string) =>
  create(
    member,
    deployment("payments", "probe", { spec: { initContainers: [{ name: "first", image }] } }),
  );
const change = (image: string) =>
  patch(member, "payments", "deployment/payment-provider", {
    spec: { template: { spec: { containers: [{ name: "payment-provider", image }] } } },
  });
const setImage = (image: string) => {
  const place = ["--namespace=payments", "deployment/payment-provider"];
  return ask(member, "set", "image", ...place, `*=${image}`, "--dry-run=server");
};

test.each<Row>([
  ...[
    ["another service's address", strange],
    ["a registry of the Internet", "docker.io/library/busybox:1"],
    ["no registry at all", "busybox"],
    ["another repository of the registry", release("chaos-killer")],
    ["a tag", "localhost:30500/payment-provider:1"],
    ["a tag beside the digest", own.replace("@", ":1@")],
    ["more than a digest", `${own}0`],
    ["less than a digest", own.slice(0, -1)],
    ["a digest in capitals", own.replace(/0$/, "A")],
    ["a registry in capitals", own.replace("localhost", "LOCALHOST")],
    ["a host that begins like the registry", own.replace(":30500", ":30500.example.com")],
    ["a host before the registry", `example.com/${own}`],
    ["a way around the repository", own.replace("/", "/../")],
    ["PostgreSQL's image by another host", `example.com/${postgresImage}`],
    ["another PostgreSQL", "docker.io/library/postgres:latest"],
  ].map(([way = "", image = ""]): Row => [way, deploy(image), refused("workloads"), deploy(own)]),
  ["in a container that comes first", first(strange), refused("workloads"), first(postgresImage)],
  ["in the team's own Deployment", change(strange), refused("workloads"), change(own)],
  ["by kubectl set image", setImage(strange), refused("workloads"), setImage(own)],
  [
    "in a Job",
    create(rescuer, job("payments", "probe", running(strange))),
    refused("workloads"),
    create(rescuer, job("payments", "probe", running(own))),
  ],
])("%s: refused, and the control allowed", (...row) => expectRefused(row));

test("in what runs: refused, and for debugging with PostgreSQL's image allowed", async () => {
  const selector = "--selector=app.kubernetes.io/name=payment-provider";
  const [name = ""] = await getNames("pods", "--namespace=payments", selector);
  const debug = (image: string) => {
    const { containers } = pod("payments", "x", running(image)).spec;
    const spec = { ephemeralContainers: containers };
    return patch(rescuer, "payments", name, { spec }, "--subresource=ephemeralcontainers");
  };
  await expectRefused(["", debug(strange), refused("pods"), debug(postgresImage)]);
});
