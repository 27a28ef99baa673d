import * as k8s from "@pulumi/kubernetes";
import {
  AllowTraffic,
  ClusterAccess,
  Microservice,
  PostgresDatabase,
  ServiceImage,
  TeamNamespace,
} from "./components";
import { loadSettings } from "./config/settings";

const settings = loadSettings();
const { context, podCidrs } = settings.cluster;

// An explicit provider: the program can touch no other cluster than the one that the stack names.
const provider = new k8s.Provider("cluster", { context, enableServerSideApply: true });
// Nobody gets rights in a namespace before the guardrails stand.
const onCluster = { provider, dependsOn: new ClusterAccess("access", { provider }) };

const payments = new TeamNamespace("payments", { team: "payments" }, onCluster);
const invoices = new TeamNamespace("invoices", { team: "invoices", exposedServices: 1 }, onCluster);

const paying = new Microservice(
  "payment-provider",
  {
    in: payments,
    image: new ServiceImage("payment-provider", settings.images).ref,
    port: 8082,
    database: new PostgresDatabase(
      "payments-database",
      { in: payments, database: settings.paymentProvider.database },
      onCluster,
    ),
    scale: settings.paymentProvider.scale,
  },
  onCluster,
);
const invoicing = new Microservice(
  "invoice-app",
  {
    in: invoices,
    image: new ServiceImage("invoice-app", settings.images).ref,
    port: 8081,
    database: new PostgresDatabase(
      "invoices-database",
      { in: invoices, database: settings.invoiceApp.database },
      onCluster,
    ),
    scale: settings.invoiceApp.scale,
    exposure: { ...settings.invoiceApp.exposure, podCidrs },
    env: { PAYMENT_PROVIDER_URL: paying.url },
  },
  onCluster,
);

new AllowTraffic("invoice-app-to-payment-provider", { from: invoicing, to: paying }, onCluster);

export const invoiceApp = invoicing.outputs;
export const paymentProvider = paying.outputs;
