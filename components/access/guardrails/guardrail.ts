import type { types } from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { teamLabel } from "../../labels";
import { podSecurityLabels } from "../../team-namespace/isolation";
import { platformTeam, teamGroup } from "../identities";

type PolicySpec = types.input.admissionregistration.v1.ValidatingAdmissionPolicySpec;
type BindingSpec = types.input.admissionregistration.v1.ValidatingAdmissionPolicyBindingSpec;

/** What the API server asks of some requests before it takes them, whatever RBAC allows. */
export interface Guardrail {
  /** Name of the ValidatingAdmissionPolicy and of its binding. */
  readonly name: string;
  /** Groups whose members it lets through. */
  readonly except: readonly string[];
  readonly spec: PolicySpec;
}

/** Requests by what they do to which resources of one API group. */
export interface Requests {
  /** The core group is the empty text. */
  readonly apiGroup: string;
  readonly resources: readonly string[];
  readonly operations: readonly ("CREATE" | "UPDATE" | "DELETE" | "CONNECT")[];
}

/** A condition in CEL; a request that does not meet it is refused. */
export interface Condition {
  readonly expression: string;
  /** CEL for a text that names field, value and remedy. */
  readonly message: string;
}

/** A condition's part that others name as `variables.<name>`, in CEL. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

export interface GuardrailArgs {
  readonly requests: readonly [Requests, ...Requests[]];
  /** Each may name those before it. @default none */
  readonly variables?: readonly Variable[];
  readonly conditions: readonly [Condition, ...Condition[]];
}

const administrator = "system:masters";

/** The administrator, and the cluster's own controllers and kubelets. */
const controlPlane = [administrator, "system:serviceaccounts:kube-system", "system:nodes"];

/** A guardrail of the teams' namespaces, for all but the administrator: for controllers, too. */
export function everyonesGuardrail(name: string, args: GuardrailArgs): Guardrail {
  return guardrail(name, [administrator], args);
}

/** The same for every namespace whose pods are restricted: for the copier's of the issuer's keys, too. */
export function restrictedGuardrail(name: string, args: GuardrailArgs): Guardrail {
  return guardrail(name, [administrator], args, restrictedPods);
}

/** A guardrail of the teams' namespaces, for all but the control plane: for the platform team, too. */
export function namespaceGuardrail(name: string, args: GuardrailArgs): Guardrail {
  return guardrail(name, controlPlane, args);
}

/**
 * A guardrail that the platform team passes, which makes the objects that a team may not make.
 *
 * @param others Groups besides it that pass, too.
 */
export function teamGuardrail(
  name: string,
  args: GuardrailArgs,
  others: readonly string[] = [],
): Guardrail {
  return guardrail(name, [...controlPlane, teamGroup(platformTeam), ...others], args);
}

/** Binds a guardrail wherever it matches. */
export function bindingSpec(policyName: pulumi.Input<string>): BindingSpec {
  return { policyName, validationActions: ["Deny"] };
}

/** A list of texts in CEL, which has no character here that would need an escape. */
export function texts(values: readonly string[]): string {
  return `[${values.map((value) => `'${value}'`).join(", ")}]`;
}

function isMember(groups: readonly string[]): string {
  return `request.userInfo.groups.exists(group, group in ${texts(groups)})`;
}

const ofTeams = { key: teamLabel, operator: "Exists" };
const enforced = "pod-security.kubernetes.io/enforce";
const restrictedPods = { key: enforced, operator: "In", values: [podSecurityLabels[enforced]] };

function guardrail(
  name: string,
  except: readonly string[],
  args: GuardrailArgs,
  where: { readonly key: string; readonly operator: string } = ofTeams,
): Guardrail {
  const { requests, variables = [], conditions } = args;
  return {
    name,
    except,
    spec: {
      // A condition that cannot be computed refuses, too.
      failurePolicy: "Fail",
      matchConstraints: {
        // In whichever version of its API an object comes, and whatever labels it has.
        matchPolicy: "Equivalent",
        namespaceSelector: { matchExpressions: [where] },
        objectSelector: {},
        resourceRules: requests.map(resourceRule),
      },
      matchConditions: [{ name: "not-exempt", expression: `!(${isMember(except)})` }],
      variables: [...variables],
      validations: conditions.map(({ expression, message }) => ({
        expression,
        messageExpression: message,
        reason: "Forbidden",
      })),
    },
  };
}

function resourceRule({ apiGroup, resources, operations }: Requests) {
  return {
    apiGroups: [apiGroup],
    apiVersions: ["v1"],
    resources: [...resources],
    operations: [...operations],
    scope: "*",
  };
}
