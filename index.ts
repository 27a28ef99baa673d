import { core, Provider } from "@pulumi/kubernetes";
import {
  AllowTraffic,
  ClusterAccess,
  type Database,
  databaseName,
  forgetKubeconfig,
  IssuerKeys,
  Microservice,
  PeopleAccess,
  PostgresDatabase,
  ServiceImage,
  takeOverFields,
  TeamNamespace,
  volumeSizeOf,
} from "./components";
import { loadSettings } from "./config/settings";

const settings = loadSettings();
const { context, podCidrs, issuer } = settings.cluster;
// An explicit provider: the program can touch no other cluster than the one that the stack names.
const provider = new Provider(
  "cluster",
  {
    context,
    clusterIdentifier: context,
    enableServerSideApply: true,
    enableSecretMutable: true,
    enableConfigMapMutable: true,
  },
  { transformations: [forgetKubeconfig] },
);
// Read first: a preview of a cluster out of reach would show all as to be replaced.
const reached = core.v1.Namespace.get("reached", "kube-system", { provider });
const cluster = { provider, dependsOn: reached, transformations: [takeOverFields] };
const providerImage = new ServiceImage("payment-provider", settings.images);
const appImage = new ServiceImage("invoice-app", settings.images);
const keysImage = new ServiceImage("issuer-keys", settings.images);
const rights = new ClusterAccess(
  "access",
  {
    images: [providerImage, appImage],
  },
  cluster,
);
// Nobody gets rights in a namespace before the guardrails stand.
const onCluster = { ...cluster, dependsOn: rights };

const payments = new TeamNamespace(
  "payments",
  { team: "payments", user: 20002, volumeSize: volumeSizeOf(settings.paymentProvider.database) },
  onCluster,
);
const invoices = new TeamNamespace(
  "invoices",
  {
    team: "invoices",
    user: 20001,
    exposedServices: 1,
    volumeSize: volumeSizeOf(settings.invoiceApp.database),
  },
  onCluster,
);

const teams = [payments, invoices];

const keys = new IssuerKeys("issuer-keys", { in: teams, image: keysImage.ref, issuer }, onCluster);
const databaseOf = (home: TeamNamespace, { database }: { readonly database: Database }) =>
  new PostgresDatabase(databaseName(home.team), { in: home, database }, onCluster);

const paying = new Microservice(
  "payment-provider",
  {
    in: payments,
    image: providerImage.ref,
    port: 8082,
    database: databaseOf(payments, settings.paymentProvider),
    scale: settings.paymentProvider.scale,
    callers: { only: { in: invoices, service: "invoice-app" }, keys },
  },
  onCluster,
);
const invoicing = new Microservice(
  "invoice-app",
  {
    in: invoices,
    image: appImage.ref,
    port: 8081,
    database: databaseOf(invoices, settings.invoiceApp),
    scale: settings.invoiceApp.scale,
    exposure: { ...settings.invoiceApp.exposure, podCidrs },
    callers: settings.invoiceApp.callers && { ...settings.invoiceApp.callers, keys },
    calls: [paying],
  },
  onCluster,
);

new AllowTraffic("invoice-app-to-payment-provider", { from: invoicing, to: paying }, onCluster);

export const invoiceApp = invoicing.outputs;
export const paymentProvider = paying.outputs;
export const access = new PeopleAccess("people", { teams, aws: settings.access }, onCluster)
  .outputs;
