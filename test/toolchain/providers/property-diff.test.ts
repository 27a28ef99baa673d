import { diffProperties, formatPath } from "../../../toolchain/providers/property-diff";

describe("diffProperties", () => {
  it("names the smallest properties that differ", () => {
    const olds = { a: 1, gone: { x: 1 }, list: [{ port: 80 }, { port: 81 }], same: ["x", null] };
    const news = { a: 2, list: [{ port: 8080 }], new: true, same: ["x", null] };
    expect(diffProperties(olds, news)).toEqual([
      { path: ["a"], kind: "update" },
      { path: ["gone"], kind: "delete" },
      { path: ["list", 0, "port"], kind: "update" },
      { path: ["list", 1], kind: "delete" },
      { path: ["new"], kind: "add" },
    ]);
  });

  it("takes a changed type for one update", () => {
    expect(diffProperties({ port: { a: 1 } }, { port: ["a"] })).toEqual([
      { path: ["port"], kind: "update" },
    ]);
    expect(diffProperties({ port: 80 }, { port: "80" })).toEqual([
      { path: ["port"], kind: "update" },
    ]);
  });

  it("finds nothing between equal bags, whatever the order of their keys", () => {
    expect(diffProperties({ a: 1, b: { c: [] } }, { b: { c: [] }, a: 1 })).toEqual([]);
  });
});

describe("formatPath", () => {
  it.each([
    [["spec", "ports", 0, "port"], "spec.ports[0].port"],
    [["metadata", "labels", "app.kubernetes.io/name"], 'metadata.labels["app.kubernetes.io/name"]'],
    [["a", 'b"c]'], 'a["b\\"c]"]'],
  ])("writes %j as the engine reads it", (path, text) => {
    expect(formatPath(path)).toBe(text);
  });
});
