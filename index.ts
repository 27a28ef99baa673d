import * as k8s from "@pulumi/kubernetes";
import { AllowTraffic, Microservice, ServiceImage, TeamNamespace } from "./components";
import { loadSettings } from "./config/settings";

const settings = loadSettings();

// An explicit provider: the program can touch no other cluster than the one that the stack names.
const provider = new k8s.Provider("cluster", {
  context: settings.cluster.context,
  enableServerSideApply: true,
});
const onCluster = { provider };

const payments = new TeamNamespace("payments", { team: "payments" }, onCluster);
const invoices = new TeamNamespace("invoices", { team: "invoices", exposedServices: 1 }, onCluster);

const payingService = new Microservice(
  "payment-provider",
  {
    in: payments,
    image: new ServiceImage("payment-provider", settings.images).ref,
    port: 8082,
    scale: settings.paymentProvider.scale,
  },
  onCluster,
);
const invoicingService = new Microservice(
  "invoice-app",
  {
    in: invoices,
    image: new ServiceImage("invoice-app", settings.images).ref,
    port: 8081,
    scale: settings.invoiceApp.scale,
    exposure: { ...settings.invoiceApp.exposure, podCidrs: settings.cluster.podCidrs },
    env: { PAYMENT_PROVIDER_URL: payingService.url },
  },
  onCluster,
);

new AllowTraffic(
  "invoice-app-to-payment-provider",
  { from: invoicingService, to: payingService },
  onCluster,
);

export const invoiceApp = invoicingService.outputs;
export const paymentProvider = payingService.outputs;
