import { isRight, verdictLine } from "../drift/report";
import type { Backup, Status } from "./look";

/** As old as a nightly dump may be, in ms; the alert BackupTooOld has the same. */
const oldest = 26 * 3_600_000;

/** Whether nobody has to look any further. Unpaid invoices are no fault. */
export function isWell({ problems, drift, backups, unpaid }: Status, now: number): boolean {
  const areFresh = backups.every((one) => isFresh(one, now));
  return problems === 0 && isRight(drift) && !unpaid.isFault && areFresh;
}

/** One line for each thing, with the command or the page that says more where something is wrong. */
export function toText(status: Status, now: number): string {
  const { problems, drift, backups, unpaid, kubernetes, images } = status;
  const stale = backups.some((one) => !isFresh(one, now));
  const rows = [
    ["workloads", problems === 0 ? "all ready" : `${problems} not as they should be: npm run why`],
    [
      "drift",
      verdictLine(drift).replace("drift: ", "") + (isRight(drift) ? "" : ": npm run drift"),
    ],
    ["backups", `${ages(backups, now)}${stale ? ": docs/operations.md#backuptooold" : ""}`],
    ["unpaid", unpaid.text],
    ["versions", `Kubernetes ${kubernetes}`],
    ...Object.entries(images).map(([service, image]) => ["", `${service} ${image}`]),
  ];
  return rows.map(([name = "", text = ""]) => `${name.padEnd(11)}${text}`).join("\n");
}

function ages(backups: readonly Backup[], now: number): string {
  if (backups.length === 0) return "not of this stack";
  return backups.map((one) => `${one.database} ${age(one, now)}`).join(", ");
}

function age({ at }: Backup, now: number): string {
  if (at === undefined) return "none yet";
  const hours = Math.floor((now - Date.parse(at)) / 3_600_000);
  return hours === 0 ? "within the hour" : `${hours} h ago`;
}

function isFresh({ at, since }: Backup, now: number): boolean {
  return now - Date.parse(at ?? since) < oldest;
}
