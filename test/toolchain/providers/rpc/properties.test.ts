import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  UNKNOWN,
  containsUnknown,
  fromStruct,
  markSecrets,
  reveal,
  secret,
  secretStrings,
  toStruct,
} from "../../../../toolchain/providers/rpc/properties";

describe("structs", () => {
  it("bring back what they were given, without nulls in maps", () => {
    const struct = Struct.fromJavaScript({ a: null, b: { c: null, d: [null, 1] }, e: "x" });
    expect(fromStruct(struct)).toEqual({ b: { d: [null, 1] }, e: "x" });
    expect(fromStruct(toStruct({ a: secret("b") }))).toEqual({ a: secret("b") });
    expect(fromStruct(undefined)).toEqual({});
  });
});

describe("secrets", () => {
  const bag = {
    env: [{ value: secret("one") }],
    auth: secret({ user: "two", key: secret("three") }),
  };

  it("are unwrapped at every depth", () => {
    expect(reveal(bag)).toEqual({ env: [{ value: "one" }], auth: { user: "two", key: "three" } });
  });

  it("give up their strings", () => {
    expect(secretStrings({ ...bag, open: "four" }).sort()).toEqual(
      expect.arrayContaining(["one", "two", "three"]) as string[],
    );
    expect(secretStrings({ open: "four" })).toEqual([]);
  });

  it("hide no neighbours in maps, but whole lists", () => {
    const inputs = { spec: { env: [{ value: secret("a") }], host: secret("h"), open: "o" } };
    const outputs = {
      spec: { env: [{ value: "a" }, { value: "b" }], host: "h", open: "o", uid: "1" },
    };
    expect(markSecrets(outputs, inputs)).toEqual({
      spec: {
        env: secret([{ value: "a" }, { value: "b" }]),
        host: secret("h"),
        open: "o",
        uid: "1",
      },
    });
  });
});

describe("unknowns", () => {
  it("are found at every depth, also inside secrets", () => {
    expect(containsUnknown({ a: [{ b: secret(UNKNOWN) }] })).toBe(true);
    expect(containsUnknown({ a: [{ b: "known" }] })).toBe(false);
  });
});
