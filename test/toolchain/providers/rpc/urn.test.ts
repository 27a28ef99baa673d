import { parseUrn } from "../../../../toolchain/providers/rpc/urn";

describe("parseUrn", () => {
  it("drops the types of the parents and keeps colons of the name", () => {
    const urn = "urn:pulumi:dev::shop::shop:index:Team$kubernetes:core/v1:Namespace::a::b";
    expect(parseUrn(urn)).toEqual({ type: "kubernetes:core/v1:Namespace", name: "a::b" });
  });
});
