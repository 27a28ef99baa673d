// A cluster that signs certificates, played by bash and openssl.

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { equip, kubectl, pulumi } from "./fakes";
import type { Sandbox } from "./sandbox";

/**
 * Signs for a day with an authority of its own. A file `refuses` makes it refuse to approve,
 * `silent` to take an Event. What it was asked stands in request.yaml and event.yaml.
 */
const signing = `
request=certificatesigningrequest.certificates.k8s.io/person-x
case "$*" in
  *"config view --raw --flatten --minify "*) echo 'https://127.0.0.1:8443 Q0E='; exit ;;
  *"create -f - -o name") cat >"$FAKE/request.yaml"; echo "$request"; exit ;;
  *"certificate approve $request") [[ ! -f $FAKE/refuses ]]; exit ;;
  *"get $request"*)
    sed -n 's/^ *request: //p' "$FAKE/request.yaml" | openssl base64 -d -A |
      openssl x509 -req -CA "$FAKE/ca.pem" -CAkey "$FAKE/ca.key" -set_serial 1 -days 1 | openssl base64 -A
    exit ;;
  *"delete $request") exit ;;
  *go-template=*) if [[ $(cat) == *'"payments"'* ]]; then printf 'secrets\\tcreate \\n'; fi; printf 'pods\\tget list \\npods\\tlist watch \\ndeployments.apps\\tget \\nselfsubjectreviews.authentication.k8s.io\\tcreate \\n'; exit ;;
  *"create --filename=-") [[ ! -f $FAKE/silent ]] && cat >"$FAKE/event.yaml"; exit ;;
esac
${kubectl}`;

/** One whose stack says what `stackSays` was told. */
export const pulumiWithTeams = `
[[ "$*" != "stack output access --json --stack dev" ]] || { cat "$FAKE/access"; exit; }
${pulumi}`;

/** The teams that the stack knows; some of them may have a role. */
export function stackSays(sandbox: Sandbox, more: Readonly<Record<string, object>>): void {
  const access = {
    invoices: { group: "team:invoices", namespace: "invoices", runAsUser: 20001 },
    payments: { group: "team:payments", namespace: "payments", runAsUser: 20002 },
    viewers: { group: "team:viewers" },
    platform: { group: "team:platform" },
    ...more,
  };
  fs.writeFileSync(path.join(sandbox.dir, "access"), JSON.stringify(access));
}

/** Equips the machine so that people can log in, after `setup.sh` has run. */
export function equipForPeople(sandbox: Sandbox): void {
  equip(sandbox);
  sandbox.without("node");
  sandbox.link("node", process.execPath);
  sandbox.fake("kubectl", signing);
  sandbox.fake("pulumi", pulumiWithTeams);
  stackSays(sandbox, {});
  const authority = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
  const files = [
    "-keyout",
    path.join(sandbox.dir, "ca.key"),
    "-out",
    path.join(sandbox.dir, "ca.pem"),
  ];
  execFileSync("openssl", [...authority, "-nodes", "-subj", "/CN=ca", ...files], {
    stdio: "ignore",
  });
}
