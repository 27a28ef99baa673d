import { any, change, rbac, write } from "../rights";
import { docs, risks } from "../sources";
import { guardrail, type Way } from "./way";

/** By what says who somebody is: tokens, certificates, names, and roles. */
export const identityWays: readonly Way[] = [
  {
    name: "a Secret that is filled with an account's token",
    rights: [any(["create"], "secrets")],
    place: "a namespace",
    gain: "accounts",
    heldBy: guardrail("tokens"),
    source: `${docs}/concepts/configuration/secret/#serviceaccount-token-secrets`,
  },
  {
    name: "reading the tokens in Secrets",
    rights: [any(["get", "list", "watch"], "secrets")],
    // Roles name the program's own, and none of these holds an account's token.
    unnamed: true,
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#listing-secrets`,
  },
  {
    name: "a bootstrap token",
    rights: [any(write, "secrets")],
    place: "kube-system",
    gain: "a node",
    source: `${docs}/reference/access-authn-authz/bootstrap-tokens/`,
  },
  {
    name: "a token request",
    rights: [any(["create"], "serviceaccounts/token")],
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#token-request`,
  },
  {
    name: "impersonation of accounts",
    rights: [any(["impersonate"], "serviceaccounts")],
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#impersonate-verb`,
  },
  {
    name: "impersonation",
    rights: [any(["impersonate"], "users", "groups", "uids.authentication.k8s.io")],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#impersonate-verb`,
  },
  {
    name: "any role of the namespace",
    rights: [any(["bind", "escalate"], `roles.${rbac}`)],
    place: "a namespace",
    gain: "accounts",
    source: `${risks}#escalate-verb`,
  },
  {
    name: "any role of the cluster",
    rights: [any(["bind", "escalate"], `clusterroles.${rbac}`)],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#bind-verb`,
  },
  {
    name: "a certificate of any name",
    rights: [
      any(["create"], "certificatesigningrequests.certificates.k8s.io"),
      any(change, "certificatesigningrequests.certificates.k8s.io/approval"),
      any(["approve"], "signers.certificates.k8s.io"),
    ],
    place: "the cluster",
    gain: "system:masters",
    source: `${risks}#csrs-and-certificate-issuing`,
  },
  {
    name: "a certificate that one signs",
    rights: [
      any(change, "certificatesigningrequests.certificates.k8s.io/status"),
      any(["sign"], "signers.certificates.k8s.io"),
    ],
    place: "the cluster",
    gain: "system:masters",
    source: `${docs}/reference/access-authn-authz/certificate-signing-requests/#authorization`,
  },
  {
    name: "who is who: aws-auth, the authenticator's mapping, the cluster's own settings",
    rights: [any(write, "configmaps")],
    place: "kube-system",
    gain: "system:masters",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/auth-configmap.html",
  },
];
