import { Keys, Service, SignedRequest, verifySignature } from "./signature";

const host = "sts.eu-west-1.amazonaws.com";
const session: Keys = {
  accessKeyId: "ASIAEXAMPLESESSION01",
  secretAccessKey: "session-secret",
  sessionToken: "session/token==",
  expiration: new Date("2026-01-02T04:00:00Z"),
};
const root: Keys = { accessKeyId: "AKIAEXAMPLEROOT00001", secretAccessKey: "root-secret" };

const service = serviceThatKnows(root, session);
const signedAt = new Date("2026-01-02T03:04:05Z");

// Both signed by botocore, AWS's own library for Python, with the keys and the time above.
const query =
  "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Algorithm=AWS4-HMAC-SHA256" +
  "&X-Amz-Credential=ASIAEXAMPLESESSION01%2F20260102%2Feu-west-1%2Fsts%2Faws4_request" +
  "&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host%3Bx-k8s-aws-id" +
  "&X-Amz-Security-Token=session%2Ftoken%3D%3D";
const presigned: SignedRequest = {
  method: "GET",
  url: `/?${query}&X-Amz-Signature=630d14bad012db489e9a5941eb29f56929cc8aaa33b4d30f7f708889c5d5b97d`,
  headers: { host, "x-k8s-aws-id": "payments-cluster", accept: "application/json" },
  body: "",
};
const post: SignedRequest = {
  method: "POST",
  url: "/",
  headers: {
    host,
    "content-type": "application/x-www-form-urlencoded; charset=utf-8",
    "user-agent": "not signed",
    "x-amz-date": "20260102T030405Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=AKIAEXAMPLEROOT00001/20260102/eu-west-1/sts/aws4_request, " +
      "SignedHeaders=content-type;host;x-amz-date, " +
      "Signature=bfde94790616a98447064f6a38d0502e0d14c21ddba573bfb81c9b3e13051eb0",
  },
  body: "Action=AssumeRole&RoleSessionName=alice",
};

test("a presigned URL comes from the session whose secret signed it", async () => {
  await expect(verifySignature(presigned, service, signedAt)).resolves.toBe(session);
});

test("a signed request comes from the keys whose secret signed it", async () => {
  await expect(verifySignature(post, service, signedAt)).resolves.toBe(root);
});

test("a URL holds for 15 minutes, whatever its X-Amz-Expires says", async () => {
  const after = (minutes: number, seconds: number): Date =>
    new Date(signedAt.getTime() + (minutes * 60 + seconds) * 1_000);
  await expect(verifySignature(presigned, service, after(15, 0))).resolves.toBe(session);
  await expect(verifySignature(presigned, service, after(15, 1))).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
    message: "Signature expired: 20260102T030405Z is more than 15 minutes ago",
  });
  await expect(verifySignature(presigned, service, after(-15, -1))).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
    message: "Signature not yet current: 20260102T030405Z is still to come",
  });
});

test("a session's keys end with it", async () => {
  const ended = { ...session, expiration: signedAt };
  await expect(verifySignature(presigned, serviceThatKnows(ended), signedAt)).rejects.toMatchObject(
    { code: "ExpiredToken" },
  );
});

const withHeader = (name: string, value: string): SignedRequest => ({
  ...presigned,
  headers: { ...presigned.headers, [name]: value },
});
const { "x-k8s-aws-id": _id, ...withoutId } = presigned.headers;
const withUrl = (before: string, after: string): SignedRequest => ({
  ...presigned,
  url: presigned.url.replace(before, after),
});

test.each<[string, SignedRequest]>([
  ["a signed header of another value", withHeader("x-k8s-aws-id", "invoices-cluster")],
  ["a signed header left out", { ...presigned, headers: withoutId }],
  ["a header no longer named as signed", withUrl("host%3Bx-k8s-aws-id", "host")],
  ["a host no longer named as signed", withUrl("host%3Bx-k8s-aws-id", "x-k8s-aws-id")],
  ["another host", withHeader("host", "sts.example.com")],
  ["another method", { ...presigned, method: "POST" }],
  ["another path", withUrl("/?", "/other?")],
  ["a parameter changed", withUrl("2011-06-15", "2011-06-16")],
  ["a parameter added", withUrl("/?", "/?Added=1&")],
  ["a newer date", withUrl("T030405Z", "T030406Z")],
  ["another region", withUrl("eu-west-1", "us-east-1")],
  ["a signature cut short", withUrl("c5d5b97d", "")],
  ["a body that was not signed", { ...post, body: "Action=AssumeRole&RoleSessionName=bob" }],
])("a replay with %s is refused", async (_, replayed) => {
  await expect(verifySignature(replayed, service, signedAt)).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
  });
});

test("another session's token is refused", async () => {
  const other = withUrl("session%2Ftoken", "other%2Ftoken");
  await expect(verifySignature(other, service, signedAt)).rejects.toMatchObject({
    code: "InvalidClientTokenId",
  });
});

test("a wrong secret is refused", async () => {
  const other = serviceThatKnows({ ...session, secretAccessKey: "wrong-secret" });
  await expect(verifySignature(presigned, other, signedAt)).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
  });
});

test("a URL that was signed for another host is refused", async () => {
  // By botocore for sts.example.com, then sent to STS.
  const elsewhere = "e9d56b611dda907f21505a27e76881359393ec2f051dfa5f0cc4a3c860e5353c";
  const moved = { ...presigned, url: `/?${query}&X-Amz-Signature=${elsewhere}` };
  await expect(verifySignature(moved, service, signedAt)).rejects.toMatchObject({
    code: "SignatureDoesNotMatch",
  });
});

test("keys that nobody knows and requests without a signature are refused", async () => {
  await expect(verifySignature(presigned, serviceThatKnows(root), signedAt)).rejects.toMatchObject({
    code: "InvalidClientTokenId",
  });
  const { authorization: _authorization, ...headers } = post.headers;
  await expect(verifySignature({ ...post, headers }, service, signedAt)).rejects.toMatchObject({
    code: "MissingAuthenticationToken",
  });
});

function serviceThatKnows(...keys: readonly Keys[]): Service {
  return {
    name: "sts",
    region: "eu-west-1",
    host,
    keysOf: (accessKeyId) => keys.find((known) => known.accessKeyId === accessKeyId),
  };
}
