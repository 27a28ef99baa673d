import { withName } from "../../../../toolchain/providers/kubernetes/autoname";

const seed = Buffer.from("seed");
const autonamed = { annotations: { "pulumi.com/autonamed": "true" } };

describe("withName", () => {
  it("keeps the program's name", () => {
    const object = { metadata: { name: "web" } };
    expect(withName(object, { logicalName: "x", seed })).toBe(object);
  });

  it("makes the same name of the same seed, and says so", () => {
    const first = withName({ metadata: { labels: { a: "b" } } }, { logicalName: "web", seed });
    expect(first).toEqual({
      metadata: { labels: { a: "b" }, name: "web-19b25856", ...autonamed },
    });
    const other = withName({}, { logicalName: "web", seed: Buffer.from("other") });
    expect(other).not.toMatchObject({ metadata: { name: "web-19b25856" } });
  });

  it("keeps a predecessor's name only if that was made up too", () => {
    const named = { metadata: { name: "web-1", ...autonamed } };
    expect(withName({}, { logicalName: "web", seed, predecessor: named })).toEqual(named);
    const chosen = { metadata: { name: "chosen" } };
    expect(withName({}, { logicalName: "web", seed, predecessor: chosen })).toMatchObject({
      metadata: { name: "web-19b25856" },
    });
  });

  it("follows the stack's naming settings", () => {
    const autonaming = { proposed: "web-dev", disabled: false };
    expect(withName({}, { logicalName: "web", seed, autonaming })).toMatchObject({
      metadata: { name: "web-dev" },
    });
    expect(() =>
      withName({}, { logicalName: "web", seed, autonaming: { proposed: "", disabled: true } }),
    ).toThrow('metadata.name: missing; automatic names are disabled for "web"');
  });
});
