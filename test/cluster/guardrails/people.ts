import {
  breakGlassGroup,
  breakGlassUser,
  platformTeam,
  teamGroup,
  teamUser,
} from "../../../components/access/identities";
import { kubectl } from "../kubectl";

/** Somebody as whom the administrator asks, by impersonation. */
export interface Person {
  readonly user: string;
  readonly group: string;
}

export const member: Person = { user: teamUser("payments", "eve"), group: teamGroup("payments") };
export const rescuer: Person = {
  user: breakGlassUser("payments", "eve"),
  group: breakGlassGroup("payments"),
};
export const caller: Person = {
  user: breakGlassUser("invoices", "eve"),
  group: breakGlassGroup("invoices"),
};
export const operator: Person = {
  user: teamUser(platformTeam, "eve"),
  group: teamGroup(platformTeam),
};

/** One of those that make the pods of workloads. */
export const controllers: Person = {
  user: "system:serviceaccount:kube-system:replicaset-controller",
  group: "system:serviceaccounts:kube-system",
};

/** A request that changes nothing: a dry run, or one that is refused. */
export interface Attempt {
  readonly as: Person;
  /** Arguments of kubectl. */
  readonly args: readonly string[];
  /** What it reads with `--filename=-`. */
  readonly manifest?: object;
}

/** @param resource such as `pods/exec`, in the namespace payments. */
export function may(as: Person, verb: string, resource: string): Attempt {
  const [plural = "", subresource = ""] = resource.split("/");
  const where = ["--namespace=payments", `--subresource=${subresource}`];
  return ask(as, "auth", "can-i", verb, plural, ...where);
}

export function create(as: Person, manifest: object): Attempt {
  return { as, args: ["create", "--dry-run=server", "--filename=-"], manifest };
}

/** @param object such as `deployment/payment-provider` */
export function patch(
  as: Person,
  namespace: string,
  object: string,
  change: object,
  ...others: readonly string[]
): Attempt {
  const place = [`--namespace=${namespace}`, object, "--type=strategic", ...others];
  return { as, args: ["patch", ...place, "--patch", JSON.stringify(change), "--dry-run=server"] };
}

/** Any request that needs no body. */
export function ask(as: Person, ...args: readonly string[]): Attempt {
  return { as, args };
}

/** What the API server says to it: empty if it is allowed. */
export function refusalOf({ as, args, manifest }: Attempt): Promise<string> {
  const who = [`--as=${as.user}`, `--as-group=${as.group}`];
  return kubectl([...who, ...args], manifest).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

/** The administrator's own requests. */
export async function getNames(...args: readonly string[]): Promise<string[]> {
  const output = await kubectl(["get", ...args, "--output=name"]);
  return output.trim().split("\n");
}

export async function getJson(...args: readonly string[]): Promise<unknown> {
  return JSON.parse(await kubectl(["get", ...args, "--output=json"]));
}
