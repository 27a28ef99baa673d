import { keysCopier, keysFile } from "../../components/issuer-keys/copier";
import { deploymentSpec } from "../../components/issuer-keys/deployment";
import type { ApiAnswer, ApiRequest } from "../../cluster/api-client";
import type { ClusterObject } from "../../drift/cluster-object";
import { Inventory } from "../../drift/inventory";
import { issuersKeys, notCompared } from "../../drift/issuer-keys";
import type { JsonObject } from "../../drift/json";
import { lookAtObject, putBody } from "../../drift/look-at-object";
import { Program } from "../../drift/program";
import { object, programOf } from "./objects";

const key = (kid: string, more: JsonObject = {}) => ({ kty: "RSA", kid, n: `n${kid}`, ...more });
const setOf = (...keys: readonly JsonObject[]) => JSON.stringify({ keys });
const [a, b, alien] = [key("a"), key("b"), key("x")];
const issuers = setOf(a, b);

const inputs = object("ConfigMap", keysCopier);
/** As the program makes it: drift knows the variable that names the issuer by this. */
const copier = object("Deployment", keysCopier, {
  spec: deploymentSpec({
    serviceAccount: keysCopier,
    image: "image",
    issuer: "https://issuer.example",
    namespaces: [],
  }) as unknown as JsonObject,
});
const program = programOf(inputs, copier);
const asking = new Program(program.objects, issuers);
const copyOf = (text: string): ClusterObject => ({ ...inputs, data: { [keysFile]: text } });

/** `FIELD` of each difference, with `OPENS` if it opens a wall. */
async function drift(live: ClusterObject, of = asking): Promise<readonly string[]> {
  const served = { apiVersion: "v1", kind: "ConfigMap", plural: "configmaps", namespaced: true };
  // The API server would make of it what it is sent.
  const client = {
    ask: ({ body }: ApiRequest) => Promise.resolve({ status: 200, body }),
  };
  const ours = { inputs, fieldManager: "pulumi", uid: "", secrets: [] };
  const scene = { client, program: of, inventory: new Inventory([served], [live]) };
  const finding = await lookAtObject(ours, scene);
  return (finding?.fields ?? []).map((it) => it.field + (it.opensWall ? " OPENS" : ""));
}

const keys = `data["${keysFile}"].keys`;

test.each([
  ["the same text", issuers],
  ["another order", setOf(b, a)],
  ["spaces between", JSON.stringify({ keys: [a, b] }, null, 2)],
])("the issuer's keys are right: %s", async (_, text) => {
  expect(await drift(copyOf(text))).toEqual([]);
  expect(putBody(inputs, copyOf(text), asking).data).toEqual({ [keysFile]: text });
});

test.each([
  ["a key of somebody's", setOf(a, b, alien), [`${keys}[kid=x] OPENS`]],
  [
    "a key of somebody's alone",
    setOf(alien),
    [`${keys}[kid=a]`, `${keys}[kid=b]`, `${keys}[kid=x] OPENS`],
  ],
  ["a key that is missing", setOf(b), [`${keys}[kid=a]`]],
  ["a key under another's name", setOf(a, key("b", { n: "nx" })), [`${keys}[kid=b].n OPENS`]],
  ["a key that is there otherwise, too", setOf(a, b, key("b", { n: "nx" })), [`${keys}[2] OPENS`]],
  ["a key for something else", setOf(a, key("b", { use: "enc" })), [`${keys}[kid=b].use OPENS`]],
  [
    "what a decoder that takes any case reads",
    `{"keys":[${JSON.stringify(a)},${JSON.stringify(b)}],"Keys":[]}`,
    [`data["${keysFile}"].Keys OPENS`],
  ],
  [
    "a list that is said twice",
    `{"keys":[${JSON.stringify(alien)}],${issuers.slice(1)}`,
    [`data["${keysFile}"] OPENS`],
  ],
  ["no list", '{"keys":"none"}', [`${keys} OPENS`]],
  ["no JSON", "none", [`data["${keysFile}"] OPENS`]],
])("%s is drift, and the issuer's own are put in its place", async (_, text, fields) => {
  expect([...(await drift(copyOf(text)))].sort()).toEqual(fields);
  expect(putBody(inputs, copyOf(text), asking).data).toEqual({ [keysFile]: issuers });
});

test("no text at all is drift that opens nothing, and is filled", async () => {
  for (const live of [inputs, { ...inputs, data: {} }, copyOf("")]) {
    expect(await drift(live)).toEqual([`${keys}[kid=a]`, `${keys}[kid=b]`]);
    expect(putBody(inputs, live, asking).data).toEqual({ [keysFile]: issuers });
  }
});

test("whatever else stands there is drift as before", async () => {
  const more = { ...inputs, data: { [keysFile]: issuers, more: "x" } };
  expect(await drift(more)).toEqual(["data.more OPENS"]);
});

test("where the issuer does not say its keys they are let be, in one note", async () => {
  expect(await drift(copyOf(setOf(alien)), program)).toEqual([]);
  expect(notCompared(program)).toMatchObject([{ object: { kind: "ConfigMap", name: keysCopier } }]);
  expect(notCompared(asking)).toEqual([]);
  expect(notCompared(programOf(copier))).toEqual([]);
});

/** What is known of the issuer's keys, with answers by path. */
async function known(answers: Readonly<Record<string, ApiAnswer>>, of = program) {
  const asked: ApiRequest[] = [];
  const client = {
    ask: (request: ApiRequest) => {
      asked.push(request);
      return Promise.resolve(answers[request.path] ?? { status: 404, body: {} });
    },
  };
  return { text: await issuersKeys(client, of), asked };
}

const issuerSays = (issuer: string) => ({
  "/.well-known/openid-configuration": { status: 200, body: { issuer } },
  "/openid/v1/jwks": { status: 200, body: { keys: [a, b] } },
});

test("the issuer is asked for its keys, as what they are", async () => {
  const { text, asked } = await known(issuerSays("https://issuer.example"));
  expect(text).toBe(issuers);
  expect(asked).toContainEqual({
    method: "GET",
    path: "/openid/v1/jwks",
    headers: { accept: "application/jwk-set+json" },
  });
});

test.each([
  ["another issuer", issuerSays("https://another.example")],
  ["no answer", {}],
  [
    "no success",
    {
      ...issuerSays("https://issuer.example"),
      "/openid/v1/jwks": { status: 503, body: { keys: [a] } },
    },
  ],
  [
    "no right to it",
    {
      ...issuerSays("https://issuer.example"),
      "/openid/v1/jwks": {
        status: 403,
        body: { message: 'User "x" cannot get path "/openid/v1/jwks"' },
      },
    },
  ],
  [
    "no key",
    {
      ...issuerSays("https://issuer.example"),
      "/openid/v1/jwks": { status: 200, body: { keys: [] } },
    },
  ],
])("%s: nothing is known", async (_, answers) => {
  expect((await known(answers)).text).toBeUndefined();
});
