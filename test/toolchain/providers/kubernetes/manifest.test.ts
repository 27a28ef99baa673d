import { manifestOf, unfoldStringData } from "../../../../toolchain/providers/kubernetes/manifest";
import { secret } from "../../../../toolchain/providers/rpc/properties";

const inputs = {
  kind: "Secret",
  metadata: { name: "a" },
  data: secret({ kept: "b2xk" }),
  stringData: secret({ password: "hunter22" }),
};

describe("manifestOf", () => {
  it("unwraps secrets and puts stringData where the server keeps it", () => {
    expect(manifestOf(inputs)).toEqual({
      kind: "Secret",
      metadata: { name: "a" },
      data: { kept: "b2xk", password: "aHVudGVyMjI=" },
    });
  });

  it("leaves other kinds' stringData alone", () => {
    const other = { kind: "Other", stringData: { a: "b" } };
    expect(manifestOf(other)).toEqual(other);
  });
});

describe("unfoldStringData", () => {
  it("undoes the fold, with changed, missing and added keys", () => {
    const stated = { kind: "Secret", stringData: { password: "hunter22", gone: "x" } };
    const observed = { kind: "Secret", data: { password: "Y2hhbmdlZA==", added: "eA==" } };
    expect(unfoldStringData(observed, stated)).toEqual({
      kind: "Secret",
      data: { added: "eA==" },
      stringData: { password: "changed" },
    });
  });
});
