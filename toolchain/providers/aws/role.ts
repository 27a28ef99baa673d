import * as aws from "@aws-sdk/client-iam";
import { z } from "zod";
import { PropertyMap, equalProperties } from "../property-diff";
import { policyDocument, samePolicy } from "./policy-document";
import { Operation, ResourceKind, unlessGone } from "./resource-kind";

const schema = z.strictObject({
  assumeRolePolicy: policyDocument,
  description: z
    .string()
    .max(1000)
    .regex(/^[^“‘]*$/, "expected plain quotation marks, which IAM takes alone")
    .optional(),
  maxSessionDuration: z
    .int()
    .min(3600, "expected seconds, from 3600 to 43200")
    .max(43200, "expected seconds, from 3600 to 43200")
    .optional(),
  name: z
    .string({ error: "missing; this provider makes up no names" })
    .regex(/^[\w+=,.@-]{1,64}$/, "expected up to 64 letters, digits and any of +=,.@-_"),
  path: z
    .string()
    .regex(/^\/([!-~]+\/)?$/, "expected a path that begins and ends with a slash")
    .max(512)
    .optional(),
  permissionsBoundary: z
    .string()
    .regex(/^arn:aws(-[a-z]+)*:iam::(\d{12}|aws):policy\/./, "expected the ARN of a policy")
    .optional(),
  tags: z.record(z.string(), z.string()).optional(),
});

type Inputs = z.output<typeof schema>;

/** aws:iam/role:Role. A role's policies are resources of their own. */
export const role: ResourceKind = {
  schema,
  documents: ["assumeRolePolicy"],
  replacedBy: ["name", "path"],
  defaults: {
    description: "",
    forceDetachPolicies: false,
    inlinePolicies: [],
    managedPolicyArns: [],
    maxSessionDuration: 3600,
    namePrefix: "",
    path: "/",
  },
  computed: ["arn", "createDate", "tagsAll", "uniqueId"],
  idOf: (inputs) => schema.parse(inputs).name,

  async create({ iam, options }, inputs) {
    const { name, assumeRolePolicy, tags, ...rest } = schema.parse(inputs);
    const { description, maxSessionDuration, path, permissionsBoundary } = rest;
    await iam.send(
      new aws.CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: assumeRolePolicy,
        Description: description,
        MaxSessionDuration: maxSessionDuration,
        Path: path,
        PermissionsBoundary: permissionsBoundary,
        Tags: tagList(tags),
      }),
      options,
    );
  },
  async read({ iam, options }, id) {
    const answer = await unlessGone(iam.send(new aws.GetRoleCommand({ RoleName: id }), options));
    return answer?.Role && outputsOf(answer.Role);
  },
  async update(operation, id, olds, news) {
    for (const command of changesOf(id, schema.parse(olds), schema.parse(news)))
      await command(operation);
  },
  async delete({ iam, options }, id) {
    await unlessGone(iam.send(new aws.DeleteRoleCommand({ RoleName: id }), options));
  },
};

function outputsOf(found: aws.Role): PropertyMap {
  const tags = Object.fromEntries(
    (found.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]),
  );
  const boundary = found.PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    ...role.defaults,
    arn: found.Arn ?? "",
    assumeRolePolicy: decodeURIComponent(found.AssumeRolePolicyDocument ?? ""),
    // As the official provider writes it: whole seconds.
    createDate: (found.CreateDate?.toISOString() ?? "").replace(/\.\d+Z$/, "Z"),
    description: found.Description ?? "",
    maxSessionDuration: found.MaxSessionDuration ?? 3600,
    name: found.RoleName ?? "",
    path: found.Path ?? "/",
    ...(boundary !== undefined && { permissionsBoundary: boundary }),
    ...(Object.keys(tags).length > 0 && { tags }),
    tagsAll: tags,
    uniqueId: found.RoleId ?? "",
  };
}

type Change = (operation: Operation) => Promise<unknown>;

/** The calls that turn a role into what it should be. */
function changesOf(RoleName: string, olds: Inputs, news: Inputs): Change[] {
  const changes: Change[] = [];
  if (!samePolicy(olds.assumeRolePolicy, news.assumeRolePolicy)) {
    const PolicyDocument = news.assumeRolePolicy;
    const command = new aws.UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument });
    changes.push(({ iam, options }) => iam.send(command, options));
  }
  const { description = "", maxSessionDuration = 3600 } = news;
  if (
    description !== (olds.description ?? "") ||
    maxSessionDuration !== (olds.maxSessionDuration ?? 3600)
  ) {
    const command = new aws.UpdateRoleCommand({
      RoleName,
      Description: description,
      MaxSessionDuration: maxSessionDuration,
    });
    changes.push(({ iam, options }) => iam.send(command, options));
  }
  if (news.permissionsBoundary !== olds.permissionsBoundary) {
    changes.push(boundaryChange(RoleName, news.permissionsBoundary));
  }
  return [...changes, ...tagChanges(RoleName, olds.tags ?? {}, news.tags ?? {})];
}

function boundaryChange(RoleName: string, PermissionsBoundary: string | undefined): Change {
  return ({ iam, options }) =>
    PermissionsBoundary === undefined
      ? iam.send(new aws.DeleteRolePermissionsBoundaryCommand({ RoleName }), options)
      : iam.send(
          new aws.PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary }),
          options,
        );
}

function tagChanges(
  RoleName: string,
  olds: Record<string, string>,
  news: Record<string, string>,
): Change[] {
  const changes: Change[] = [];
  const TagKeys = Object.keys(olds).filter((key) => !(key in news));
  if (TagKeys.length > 0) {
    changes.push(({ iam, options }) =>
      iam.send(new aws.UntagRoleCommand({ RoleName, TagKeys }), options),
    );
  }
  if (!equalProperties(olds, { ...olds, ...news })) {
    const Tags = tagList(news);
    changes.push(({ iam, options }) =>
      iam.send(new aws.TagRoleCommand({ RoleName, Tags }), options),
    );
  }
  return changes;
}

function tagList(tags: Record<string, string> = {}): aws.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
