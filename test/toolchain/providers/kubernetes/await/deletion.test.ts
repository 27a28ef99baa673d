import { whatRemains } from "../../../../../toolchain/providers/kubernetes/await/deletion";

describe("whatRemains", () => {
  it("quotes what the namespace controller found", () => {
    const conditions = [
      { type: "NamespaceDeletionContentFailure", status: "False", message: "fine" },
      {
        type: "NamespaceContentRemaining",
        status: "True",
        message: "pods. has 1 resource instances",
      },
      { type: "NamespaceFinalizersRemaining", status: "True", message: "a/b in 1 instances" },
    ];
    expect(whatRemains({ status: { conditions } })).toBe(
      "pods. has 1 resource instances; a/b in 1 instances",
    );
  });

  it.each([
    [["foregroundDeletion"], "what depends on it is being deleted"],
    [["example.com/clean", "a/b"], "it waits for example.com/clean, a/b"],
    [[], "it is stopping"],
  ])("reads the finalizers %j", (finalizers, text) => {
    expect(whatRemains({ metadata: { finalizers } })).toBe(text);
  });
});
