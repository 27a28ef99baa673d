import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { z } from "zod";
import { inlinePolicyDocument } from "./policy-document";
import { ResourceKind, unlessGone } from "./resource-kind";

const name = z.string({ error: "missing; this provider makes up no names" });

const schema = z.strictObject({
  name: name.regex(/^[\w+=,.@-]{1,128}$/, "expected up to 128 letters, digits and any of +=,.@-_"),
  policy: inlinePolicyDocument,
  role: z
    .string({ error: "missing; expected a role's name" })
    .regex(/^[\w+=,.@-]{1,64}$/, "expected a role's name, not its ARN"),
});

/** aws:iam/rolePolicy:RolePolicy, a policy that stands in a role. */
export const rolePolicy: ResourceKind = {
  schema,
  documents: ["policy"],
  replacedBy: ["name", "role"],
  defaults: { namePrefix: "" },
  computed: [],
  idOf(inputs) {
    const { role, name } = schema.parse(inputs);
    return `${role}:${name}`;
  },

  async create({ iam, options }, inputs) {
    const { name, policy, role } = schema.parse(inputs);
    const input = { RoleName: role, PolicyName: name, PolicyDocument: policy };
    await iam.send(new PutRolePolicyCommand(input), options);
  },
  async read({ iam, options }, id) {
    const found = await unlessGone(iam.send(new GetRolePolicyCommand(partsOf(id)), options));
    return (
      found && {
        ...rolePolicy.defaults,
        name: found.PolicyName ?? "",
        policy: decodeURIComponent(found.PolicyDocument ?? ""),
        role: found.RoleName ?? "",
      }
    );
  },
  update: (operation, _, __, news) => rolePolicy.create(operation, news),
  async delete({ iam, options }, id) {
    await unlessGone(iam.send(new DeleteRolePolicyCommand(partsOf(id)), options));
  },
};

/** @throws where an import names something else */
function partsOf(id: string): { readonly RoleName: string; readonly PolicyName: string } {
  const [RoleName, PolicyName, ...rest] = id.split(":");
  if (!RoleName || !PolicyName || rest.length > 0) {
    throw new Error(`id: "${id}" names no policy of a role; expected <role name>:<policy name>`);
  }
  return { RoleName, PolicyName };
}
