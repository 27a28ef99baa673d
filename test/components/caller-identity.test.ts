import * as pulumi from "@pulumi/pulumi";
import type { IssuerKeys } from "../../components/issuer-keys/issuer-keys";
import { type Given, ofCallee, ofCallers } from "../../components/microservice/caller-identity";
import type { TeamNamespace } from "../../components/team-namespace/team-namespace";

const payments = { team: "payments" } as unknown as TeamNamespace;
const invoices = { team: "invoices" } as unknown as TeamNamespace;
const keys = {
  issuer: "https://issuer.example",
  configMapIn: ({ team }: TeamNamespace) => pulumi.output(`keys-in-${team}`),
} as unknown as IssuerKeys;

const resolved = (given: Given) =>
  new Promise<pulumi.Unwrap<Given>>((resolve) => {
    pulumi.output(given).apply(resolve);
  });

test("a service knows its only caller by the issuer's keys", async () => {
  const only = { in: invoices, service: "invoice-app" };
  expect(await resolved(ofCallers("payment-provider", payments, { keys, only }))).toEqual({
    env: {
      IDENTITY_ISSUER: "https://issuer.example",
      IDENTITY_AUDIENCE: "payment-provider",
      IDENTITY_KEYS_FILE: "/run/issuer-keys/jwks.json",
      IDENTITY_SUBJECT: "system:serviceaccount:invoices:invoice-app",
    },
    volume: { name: "issuer-keys", configMap: { name: "keys-in-payments", defaultMode: 0o440 } },
    mountPath: "/run/issuer-keys",
  });
});

test("a service knows others by what their tokens say, for reading and for writing", async () => {
  const claims = { read: "groups=auditors", write: "sub=clerk" };
  const { env } = await resolved(ofCallers("invoice-app", invoices, { keys, ...claims }));
  expect(env).toEqual({
    IDENTITY_ISSUER: "https://issuer.example",
    IDENTITY_AUDIENCE: "invoice-app",
    IDENTITY_KEYS_FILE: "/run/issuer-keys/jwks.json",
    IDENTITY_READ: "groups=auditors",
    IDENTITY_WRITE: "sub=clerk",
  });
});

test("a caller has a token for a service that asks, and for that one alone", () => {
  expect(ofCallee({ name: "payment-provider", url: "http://p:8082", asks: true })).toEqual({
    env: {
      PAYMENT_PROVIDER_URL: "http://p:8082",
      PAYMENT_PROVIDER_TOKEN_FILE: "/run/secrets/token-payment-provider/token",
    },
    volume: {
      name: "token-payment-provider",
      projected: {
        defaultMode: 0o440,
        sources: [
          {
            serviceAccountToken: {
              audience: "payment-provider",
              expirationSeconds: 600,
              path: "token",
            },
          },
        ],
      },
    },
    mountPath: "/run/secrets/token-payment-provider",
  });
});

test("one that does not ask gets none", () => {
  expect(ofCallee({ name: "payment-provider", url: "http://p:8082", asks: false })).toEqual({
    env: { PAYMENT_PROVIDER_URL: "http://p:8082" },
  });
});
