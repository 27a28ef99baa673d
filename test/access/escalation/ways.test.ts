import { ways } from "../../../access/escalation/ways";
import { chains, grant } from "./small-cluster";

const a = "admissionregistration.k8s.io";
const c = "certificates.k8s.io";
const r = "rbac.authorization.k8s.io";

type Row = readonly [rights: readonly string[], place: string, expected: readonly string[]];
/** Rights, where they are held, and what comes of them where no wall stands. */
const open: readonly Row[] = [
  [
    ["create secrets"],
    "plain",
    ["create secrets in plain: a Secret that is filled with an account's token → plain/default"],
  ],
  ...["get", "list", "watch"].map((verb) => {
    const right = `${verb} secrets`;
    const text = `${right} in plain: reading the tokens in Secrets → plain/default`;
    return [[right], "plain", [text]] as const;
  }),
  ...["update", "patch"].map((verb) => {
    const right = `${verb} secrets`;
    const text = `${right} in kube-system: a bootstrap token → a node`;
    return [[right], "kube-system", [text]] as const;
  }),
  [
    ["create pods"],
    "plain",
    [
      "create pods in plain: a pod with the node's disk → system:masters",
      "create pods in plain: a pod under an account → plain/default",
    ],
  ],
  [
    ["create deployments.apps"],
    "plain",
    [
      "create deployments.apps in plain: a pod with the node's disk → system:masters",
      "create deployments.apps in plain: a Deployment under an account → plain/default",
    ],
  ],
  [
    ["create cronjobs.batch"],
    "plain",
    [
      "create cronjobs.batch in plain: a pod with the node's disk → system:masters",
      "create cronjobs.batch in plain: a CronJob under an account → plain/default",
    ],
  ],
  ...["daemonsets.apps", "replicasets.apps", "statefulsets.apps", "replicationcontrollers"].map(
    (resource) =>
      [
        [`create ${resource}`],
        "plain",
        [
          `create ${resource} in plain: a pod with the node's disk → system:masters`,
          `create ${resource} in plain: a workload under an account → plain/default`,
        ],
      ] as const,
  ),
  [
    ["patch jobs.batch"],
    "plain",
    [
      "patch jobs.batch in plain: a pod with the node's disk → system:masters",
      "patch jobs.batch in plain: a program of one's own in what runs there → plain/default",
    ],
  ],
  ...["get pods/exec", "create pods/exec", "get pods/attach"].map((right) => {
    const shells = [
      `${right} in team: a shell in what runs there → team/app team/team-database`,
      `${right} in plain: a shell in what runs there → plain/default`,
      `${right} in kube-system: a shell in the control plane → system:masters`,
    ];
    return [[right], "", shells] as const;
  }),
  [
    ["patch pods/ephemeralcontainers"],
    "",
    [
      "patch pods/ephemeralcontainers in team: a container in what runs there → team/app team/team-database",
      "patch pods/ephemeralcontainers in plain: a container in what runs there → plain/default",
      "patch pods/ephemeralcontainers in kube-system: a container in the control plane → system:masters",
    ],
  ],
  [
    ["create serviceaccounts/token"],
    "plain",
    ["create serviceaccounts/token in plain: a token request → plain/default"],
  ],
  [
    ["impersonate serviceaccounts"],
    "plain",
    ["impersonate serviceaccounts in plain: impersonation of accounts → plain/default"],
  ],
  ...["users", "groups", "uids.authentication.k8s.io"].map((resource) => {
    const right = `impersonate ${resource}`;
    return [[right], "", [`${right}: impersonation → system:masters`]] as const;
  }),
  ...["bind", "escalate"].map((verb) => {
    const right = `${verb} roles.${r}`;
    return [
      [right],
      "plain",
      [`${right} in plain: any role of the namespace → plain/default`],
    ] as const;
  }),
  ...["bind", "escalate"].map((verb) => {
    const right = `${verb} clusterroles.${r}`;
    return [[right], "", [`${right}: any role of the cluster → system:masters`]] as const;
  }),
  [
    [
      `create certificatesigningrequests.${c}`,
      `update certificatesigningrequests.${c}/approval`,
      `approve signers.${c}[kubernetes.io/kube-apiserver-client]`,
    ],
    "",
    [
      `create certificatesigningrequests.${c}, update certificatesigningrequests.${c}/approval, approve signers.${c}[kubernetes.io/kube-apiserver-client]: a certificate of any name → system:masters`,
    ],
  ],
  [
    [`patch certificatesigningrequests.${c}/status`, `sign signers.${c}`],
    "",
    [
      `patch certificatesigningrequests.${c}/status, sign signers.${c}: a certificate that one signs → system:masters`,
    ],
  ],
  ...["mutatingwebhookconfigurations", "validatingwebhookconfigurations"].map((plural) => {
    const right = `patch ${plural}.${a}`;
    const text = `${right}: a webhook that sees and changes each object → system:masters`;
    return [[right], "", [text]] as const;
  }),
  ...["mutatingadmissionpolicies", "mutatingadmissionpolicybindings"].map((plural) => {
    const right = `create ${plural}.${a}`;
    const text = `${right}: a policy that changes each object → system:masters`;
    return [[right], "", [text]] as const;
  }),
  [["get nodes/proxy"], "", ["get nodes/proxy: the kubelet's API → system:masters"]],
  [["patch nodes"], "", ["patch nodes: a node that draws pods to itself → a node"]],
  [
    ["create persistentvolumes"],
    "",
    ["create persistentvolumes: a volume with the node's disk → system:masters"],
  ],
  [
    ["update apiservices.apiregistration.k8s.io"],
    "",
    [
      "update apiservices.apiregistration.k8s.io: an API server of one's own behind the cluster's → system:masters",
    ],
  ],
  [
    ["patch configmaps[aws-auth]"],
    "kube-system",
    [
      "patch configmaps[aws-auth] in kube-system: who is who: aws-auth, the authenticator's mapping, the cluster's own settings → system:masters",
    ],
  ],
];

test.each(open)("%j in %s", (rights, place, expected) => {
  // Nobody else holds anything: what kube-system's account would go on to is another test's.
  const elsewhere = (text: string) => place !== "kube-system" || !text.endsWith("/controller");
  expect(chains(grant(rights, place)).filter(elsewhere)).toEqual(expected);
});

test("each way is among these", () => {
  const shown = open.flatMap(([, , expected]) => expected).join("\n");
  expect(ways.filter(({ name }) => !shown.includes(`: ${name} → `))).toEqual([]);
});

test.each(open.filter(([rights]) => rights.length > 1))("%j: not with one less", (rights) => {
  for (const right of rights) {
    expect(chains(grant(rights.filter((other) => other !== right)))).toEqual([]);
  }
});

test.each([
  ["get pods"],
  ["get configmaps"],
  ["create services"],
  ["get pods/portforward"],
  ["delete secrets"],
  ["get secrets[one]"],
  ["update namespaces"],
  [`create validatingadmissionpolicies.${a}`],
  [`create rolebindings.${r}`],
  ["create certificatesigningrequests.certificates.k8s.io"],
])("%s gives no more than it says", (right) => {
  expect(chains(grant([right], right.endsWith("]") ? "plain" : ""))).toEqual([]);
});
