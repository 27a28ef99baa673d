import { EventEmitter, once } from "node:events";
import { Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Parameters = Readonly<Record<string, string>>;

/** A role as AWS keeps it. */
export interface FakeRole {
  readonly id: string;
  readonly path: string;
  policy: string;
  description: string;
  seconds: string;
  boundary: string | undefined;
  readonly tags: Map<string, string>;
  readonly policies: Map<string, string>;
}

/** IAM and STS of one account, as far as the provider calls them. */
export class FakeIam {
  readonly roles = new Map<string, FakeRole>();
  /** The actions that were called, in order, such as `CreateRole team-payments`. */
  readonly calls: string[] = [];
  account = "123456789012";
  /** Answers nothing while set. */
  hangs = false;
  private readonly events = new EventEmitter();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on("data", (part: Buffer) => parts.push(part));
      request.on("end", () => {
        const parameters = Object.fromEntries(
          new URLSearchParams(Buffer.concat(parts).toString("utf8")),
        );
        const { Action = "", RoleName = "" } = parameters;
        this.calls.push(`${Action} ${RoleName}`.trim());
        this.events.emit("call");
        if (this.hangs) return;
        const { status, body } = this.answer(Action, RoleName, parameters);
        response.writeHead(status, { "content-type": "text/xml" }).end(body);
      });
    });
  }

  static async start(): Promise<FakeIam> {
    const fake = new FakeIam();
    fake.server.listen(0, "127.0.0.1");
    await once(fake.server, "listening");
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Waits for a call. */
  async called(call: string): Promise<void> {
    while (!this.calls.includes(call)) await once(this.events, "call");
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(action: string, name: string, given: Parameters) {
    const role = this.roles.get(name);
    if (action === "GetCallerIdentity") {
      return result(action, `<Account>${this.account}</Account>`);
    }
    if (action === "CreateRole") {
      if (role)
        return refusal(409, "EntityAlreadyExists", `Role with name ${name} already exists.`);
      const made = newRole(given, this.calls.length);
      this.roles.set(name, made);
      return result(action, roleXml(name, made));
    }
    if (!role) return refusal(404, "NoSuchEntity", `The role with name ${name} cannot be found.`);
    return this.onRole(action, name, role, given);
  }

  private onRole(action: string, name: string, role: FakeRole, given: Parameters) {
    const { PolicyName = "", PolicyDocument = "" } = given;
    switch (action) {
      case "GetRole":
        return result(action, roleXml(name, role));
      case "DeleteRole":
        if (role.policies.size > 0) {
          return refusal(
            409,
            "DeleteConflict",
            "Cannot delete entity, must delete policies first.",
          );
        }
        this.roles.delete(name);
        return result(action);
      case "UpdateAssumeRolePolicy":
        role.policy = PolicyDocument;
        return result(action);
      case "UpdateRole":
        role.description = given.Description ?? "";
        role.seconds = given.MaxSessionDuration ?? "3600";
        return result(action);
      case "PutRolePermissionsBoundary":
        role.boundary = given.PermissionsBoundary;
        return result(action);
      case "DeleteRolePermissionsBoundary":
        role.boundary = undefined;
        return result(action);
      case "TagRole":
        for (const [key, value] of tagsIn(given)) role.tags.set(key, value);
        return result(action);
      case "UntagRole":
        for (const [name, key] of Object.entries(given)) {
          if (name.startsWith("TagKeys.member.")) role.tags.delete(key);
        }
        return result(action);
      case "PutRolePolicy":
        role.policies.set(PolicyName, PolicyDocument);
        return result(action);
      case "DeleteRolePolicy":
        if (role.policies.delete(PolicyName)) return result(action);
        return refusal(404, "NoSuchEntity", `The role policy ${PolicyName} cannot be found.`);
      case "GetRolePolicy": {
        const text = role.policies.get(PolicyName);
        if (text === undefined) {
          return refusal(404, "NoSuchEntity", `The role policy ${PolicyName} cannot be found.`);
        }
        return result(
          action,
          `<RoleName>${name}</RoleName><PolicyName>${PolicyName}</PolicyName>` +
            `<PolicyDocument>${encodeURIComponent(text)}</PolicyDocument>`,
        );
      }
      default:
        return refusal(400, "InvalidAction", `${action} is not known here`);
    }
  }
}

function newRole(given: Parameters, count: number): FakeRole {
  return {
    id: `AROAFAKE${String(count).padStart(13, "0")}`,
    path: given.Path ?? "/",
    policy: given.AssumeRolePolicyDocument ?? "",
    description: given.Description ?? "",
    seconds: given.MaxSessionDuration ?? "3600",
    boundary: given.PermissionsBoundary,
    tags: new Map(tagsIn(given)),
    policies: new Map(),
  };
}

function tagsIn(given: Parameters): [string, string][] {
  const keys = Object.keys(given).filter((name) => /^Tags\.member\.\d+\.Key$/.test(name));
  return keys.map((name) => [given[name] ?? "", given[name.replace(/Key$/, "Value")] ?? ""]);
}

function roleXml(name: string, role: FakeRole): string {
  const tags = [...role.tags].map(
    ([key, value]) => `<member><Key>${key}</Key><Value>${value}</Value></member>`,
  );
  const boundary =
    role.boundary === undefined
      ? ""
      : `<PermissionsBoundary><PermissionsBoundaryArn>${role.boundary}</PermissionsBoundaryArn></PermissionsBoundary>`;
  return (
    `<Role><RoleName>${name}</RoleName><Path>${role.path}</Path><RoleId>${role.id}</RoleId>` +
    `<Arn>arn:aws:iam::123456789012:role${role.path}${name}</Arn>` +
    `<CreateDate>2026-01-02T03:04:05.678Z</CreateDate>` +
    `<AssumeRolePolicyDocument>${encodeURIComponent(role.policy)}</AssumeRolePolicyDocument>` +
    `<Description>${role.description}</Description>` +
    `<MaxSessionDuration>${role.seconds}</MaxSessionDuration>${boundary}<Tags>${tags.join("")}</Tags></Role>`
  );
}

function result(action: string, inner = "") {
  const body = `<${action}Response><${action}Result>${inner}</${action}Result><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, body };
}

function refusal(status: number, code: string, message: string) {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
  return { status, body };
}
